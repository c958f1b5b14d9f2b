import { randomUUID } from 'node:crypto'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { settledDraft } from '@/app/_request/draft'
import { languagesToChoose } from '@/app/_request/languages'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { speaker } from '@/app/_request/words'
import { FormArea, FormDay, FormSelect } from '@/components/form/action-form'
import { Autosave } from '@/components/meetings/autosave'
import { LiveAgreements } from '@/components/meetings/live/live-agreements'
import { LiveDraft, LiveItem } from '@/components/meetings/live/live-draft'
import { LiveText } from '@/components/meetings/live/live-text'
import type { LiveWords } from '@/components/meetings/live/words'
import { ButtonLink, EmptyState, Notice, TwoColumns } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import { longest } from '@/lib/act/lengths.ts'
import { circulateMinutes } from '@/lib/minutes/commands.ts'
import { agreementKinds, itemText } from '@/lib/minutes/drafts/protocol.ts'
import { referencesSeenBy } from '@/lib/minutes/draft-seen.ts'
import { voicesSeenBy } from '@/lib/minutes/voices-seen.ts'
import type { Draft } from '@/lib/minutes/draft-seen.ts'
import type { Voices as VoicesSeen } from '@/lib/minutes/voices-seen.ts'
import { meetingSeenBy } from '@/lib/meetings/seen.ts'
import type { MeetingSeen } from '@/lib/meetings/seen.ts'
import { proposalsSeenBy } from '@/lib/proposals/seen.ts'
import { wordingIn } from '../../../../_roadmap/words'
import { deskFrame } from '../../../frame'
import type { DeskFrame } from '../../../frame'
import { Act, Crumbs, PageHead, Why } from '../../../parts'
import { QuorumNow } from '../attendance'
import { removeAgreementAction, saveAgreementAction, saveItemAction, settleItemAction } from './actions'
import { autosave, Base, Claims } from './claims'
import { Voices } from './voices'

type Props = {
  params: Promise<{ locale: string; forum: string; meeting: string }>
  searchParams: Promise<{ kept?: string; plain?: string }>
}
type Item = Draft['items'][number]
type Given = { frame: DeskFrame; draft: Draft }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t, viewer, dates } = await deskFrame(params)
  const draft = await settledDraft(viewer, (await params).meeting)
  return {
    title: draft
      ? t('desk.draft.title', {
          body: draft.meeting.body.shortName,
          day: dates.day(draft.meeting.heldOn),
        })
      : '',
  }
}

/** The working paper of the minutes: item by item, saved as one types, for the body alone. */
export default async function DraftPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk, dates, locale } = frame
  const { meeting: id } = await params
  const [draft, meeting, { kept, plain }] = await Promise.all([
    settledDraft(viewer, id),
    meetingSeenBy(viewer, id),
    searchParams,
  ])
  const [voices, sentence] = await Promise.all([draft && voicesSeenBy(viewer, id), speaker(locale)])
  if (!draft || !meeting || !voices) notFound()
  // Without scripts, or where no connection stays open, the same draft is written in plain forms.
  const live = plain === undefined && !draft.approved && viewer.person !== null
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${desk}/meetings`, label: t('desk.meetings.title') },
          {
            href: `${desk}/meetings/${id}`,
            label: t('desk.meetings.line', {
              body: meeting.body.shortName,
              number: meeting.number,
              year: String(meeting.year),
            }),
          },
        ]}
        here={t('desk.draft.crumb')}
      />
      <PageHead
        title={t('desk.draft.title', { body: meeting.body.shortName, day: dates.day(meeting.heldOn) })}
        tags={[t('desk.draft.tag'), t(`desk.meetings.states.${meeting.state}`)]}
        lead={t('desk.draft.lead')}
      />
      {kept === 'saved' && <Notice tone="done">{t('desk.draft.keptNotice')}</Notice>}
      {kept === 'restored' && <Notice tone="done">{t('liveDraft.versions.restored')}</Notice>}
      {kept === 'aside' && (
        <Notice tone="warning" title={t('desk.draft.asideTitle')}>
          {t('desk.draft.asideText')}
        </Notice>
      )}
      {draft.circulated && !draft.approved && (
        <Notice title={t('desk.draft.circulatedTitle', { version: draft.circulated.version })}>
          {t('desk.draft.circulatedText')}
        </Notice>
      )}
      {draft.approved && (
        <Notice tone="done" title={t('desk.draft.approvedTitle')}>
          <a href={`${desk}/meetings/${id}/minutes`}>{t('desk.meeting.readMinutes')}</a>
        </Notice>
      )}
      <TwoColumns aside={<Beside frame={frame} draft={draft} meeting={meeting} />}>
        <Standing frame={frame} draft={draft} meeting={id} />
        <Shared frame={frame} draft={draft} voices={voices} live={live}>
          {draft.items.length === 0 && <NoItems frame={frame} meeting={id} />}
          {draft.items.map((item, place) => (
            <ItemSection
              key={item.item}
              frame={frame}
              draft={draft}
              voices={voices}
              item={item}
              place={place}
              live={live}
              sentence={sentence}
            />
          ))}
        </Shared>
      </TwoColumns>
    </>
  )
}

/** Who writes in it, what it was before, and until when it is here. */
function Standing({
  frame: { t, desk, dates },
  draft,
  meeting,
}: {
  frame: DeskFrame
  draft: Draft
  meeting: string
}) {
  return (
    <>
      {!draft.mayWrite && !draft.approved && (
        <p className="when max-w-[62ch]">{t('desk.draft.readOnly')}</p>
      )}
      <p className="mb-3">
        <a href={`${desk}/meetings/${meeting}/draft/history`}>{t('liveDraft.versions.link')}</a>
      </p>
      {draft.keptUntil && (
        <p className="when max-w-[62ch]">
          {t('planning.draft.keptUntil', { day: dates.day(draft.keptUntil) })}
        </p>
      )}
    </>
  )
}

/** Beside the text: whether there is a quorum, and what the paper wants next. */
async function Beside({ frame, draft, meeting }: Given & { meeting: MeetingSeen }) {
  const { t, desk, viewer } = frame
  const may = await mayAct(viewer, circulateMinutes, { meeting: meeting.id })
  const at = `${desk}/meetings/${meeting.id}`
  return (
    <div className="sticky top-4 grid gap-6">
      <QuorumNow frame={frame} meeting={meeting} />
      {draft.mayWrite && (
        <div className="washed grid gap-3">
          {meeting.state === 'held' ? (
            <ToCirculate t={t} may={may} href={`${at}/draft/circulate`} />
          ) : (
            <>
              <p>{t('desk.draft.notClosed')}</p>
              <ButtonLink href={at} kind="plain">
                {t('desk.draft.toMeeting')}
              </ButtonLink>
            </>
          )}
        </div>
      )}
    </div>
  )
}

function ToCirculate({ t, may, href }: { t: DeskFrame['t']; may: May; href: string }) {
  if (may.seats.length === 0) return <Why>{may.refusal}</Why>
  return (
    <>
      <p>{t('desk.draft.ready')}</p>
      <ButtonLink href={href}>{t('desk.draft.toCirculate')}</ButtonLink>
    </>
  )
}

function NoItems({ frame: { t, desk }, meeting }: { frame: DeskFrame; meeting: string }) {
  return (
    <EmptyState
      title={t('desk.agenda.empty')}
      action={
        <ButtonLink href={`${desk}/meetings/${meeting}#agenda`} kind="plain">
          {t('desk.agenda.add')}
        </ButtonLink>
      }
    >
      {t('desk.draft.noItems')}
    </EmptyState>
  )
}

function ItemSection({
  frame,
  draft,
  voices,
  item,
  place,
  live,
  sentence,
}: OfItem & {
  voices: VoicesSeen
  live: boolean
  sentence: Awaited<ReturnType<typeof speaker>>
}) {
  const { t } = frame
  return (
    <section id={`item-${item.item}`} className="section stack" aria-labelledby={`title-${item.item}`}>
      <h2 id={`title-${item.item}`} lang={item.title.lang}>
        <span className="number">{place + 1}</span>
        {item.title.text}
      </h2>
      {item.postponed && (
        <div className="washed">
          <p className="font-semibold">{t('desk.agenda.postponed')}</p>
          <SignedText {...item.postponed} />
        </div>
      )}
      {item.faults.map((fault, at) => (
        <p key={at} className="fault">
          {sentence(fault.refused, fault.params)}
        </p>
      ))}
      {item.asides.length > 0 && draft.mayWrite && <Settle frame={frame} draft={draft} item={item} />}
      {live ? (
        <LiveSection frame={frame} draft={draft} item={item} place={place} />
      ) : (
        <PlainSection frame={frame} draft={draft} item={item} place={place} />
      )}
      {item.proposals.map((proposal) => (
        <Claims key={proposal} frame={frame} draft={draft} proposal={proposal} />
      ))}
      <Voices frame={frame} draft={draft} voices={voices} item={item} />
    </section>
  )
}

/** One connection for all texts of the page, and what can be pointed to or quoted in them. */
async function Shared({
  frame,
  draft,
  voices,
  live,
  children,
}: Given & { voices: VoicesSeen; live: boolean; children: ReactNode }) {
  const { t, viewer, locale, portal, desk } = frame
  if (!live || !viewer.person) return children
  const { versions: _, ...words } = t.raw('liveDraft') as LiveWords & { versions: unknown }
  const [references, proposals] = await Promise.all([
    referencesSeenBy(viewer, draft.meeting.id),
    proposalsSeenBy(viewer, { ids: draft.proposals.map((proposal) => proposal.id) }),
  ])
  const commitment = (one: { plan: string; number: number }) =>
    `${portal}/plans/${one.plan}/commitments/${one.number}`
  const pointers = [
    ...references.commitments.map((one) => ({
      label: t('liveDraft.references.commitment', {
        number: one.number,
        title: wordingIn(one.title, locale),
      }),
      href: commitment(one),
    })),
    ...references.activities.map((activity) => ({
      label: t('liveDraft.references.activity', {
        number: activity.activity,
        title: wordingIn(activity.title, locale),
      }),
      href: `${commitment(activity)}/roadmap/activities/${activity.id}`,
    })),
    ...references.decisions.map((decision) => ({
      label: t('liveDraft.references.decision', { number: decision.number, title: decision.title }),
      href: `${portal}/decisions/${decision.number}`,
    })),
  ]
  const quotations = proposals.map((proposal) => ({
    item: draft.proposals.find(({ id }) => id === proposal.id)?.item ?? '',
    label: `${proposal.number}. ${proposal.title.text}`,
    paragraphs: [
      `${proposal.number}. ${proposal.title.text}`,
      ...(proposal.text?.text.split(/\n{2,}/) ?? []),
    ],
  }))
  return (
    <LiveDraft
      forum={viewer.forum.slug}
      meeting={draft.meeting.id}
      person={viewer.person}
      locale={locale}
      words={words}
      items={draft.items.map((item, place) => ({ item: item.item, number: place + 1 }))}
      references={pointers}
      quotations={quotations}
      commented={voices.comments.flatMap(({ id, place, passage, outcome }) =>
        passage && !outcome ? [{ id, place, passage }] : [],
      )}
      keepAddress={`${desk}/meetings/${draft.meeting.id}/draft/keep`}
      version={draft.circulated?.version ?? null}
      plainAddress={`${desk}/meetings/${draft.meeting.id}/draft?plain=1`}
    >
      {children}
    </LiveDraft>
  )
}

type OfItem = Given & { item: Item; place: number }

/** Written together, in the browser; whoever has no scripts gets the plain form. */
function LiveSection({ frame, draft, item, place }: OfItem) {
  const { t, say } = frame
  return (
    <>
      <LiveItem item={item.item}>
        <LiveText
          place={itemText(item.item)}
          item={item.item}
          label={t('desk.draft.said', { number: place + 1 })}
        >
          <Waiting frame={frame} item={item} />
        </LiveText>
        <div className="grid gap-4 border-l-4 border-rule pl-4">
          <h3>{t('desk.agreements.title')}</h3>
          <LiveAgreements
            item={item.item}
            seats={draft.seats.map((seat) => ({ value: seat.id, label: say(seat.name) }))}
            proposals={draft.proposals.map((proposal) => ({
              value: proposal.id,
              label: `${proposal.number}. ${proposal.title.text}`,
            }))}
          >
            {item.agreements.map((agreement) => (
              <SignedText key={agreement.id} text={agreement.text} lang={agreement.lang} />
            ))}
          </LiveAgreements>
        </div>
      </LiveItem>
      {draft.mayWrite && (
        <noscript>
          {isLong(item) ? (
            <p>
              <a href={`?plain=1#item-${item.item}`}>{t('liveDraft.plainForm')}</a>
            </p>
          ) : (
            <PlainSection frame={frame} draft={draft} item={item} place={place} />
          )}
        </noscript>
      )}
    </>
  )
}

/**
 * The page brings a long text once: not in a form beside it, which few people need, and not as paragraphs
 * that the editor makes anew.
 */
const isLong = ({ text }: Item) => text.length > longest.prose

function Waiting({ frame: { t }, item }: { frame: DeskFrame; item: Item }) {
  if (isLong(item))
    return (
      <p className="signed-text whitespace-pre-wrap" lang={item.lang ?? 'es'}>
        {item.text}
      </p>
    )
  return <WhatWasSaid t={t} item={item} />
}

function WhatWasSaid({ t, item }: { t: DeskFrame['t']; item: Item }) {
  if (!item.text) return <p className="text-soft">{t('desk.minutes.nothingSaid')}</p>
  return <SignedText text={item.text} lang={item.lang ?? 'es'} />
}

function PlainSection({ frame, draft, item, place }: OfItem) {
  const { t } = frame
  return (
    <>
      {draft.mayWrite ? (
        <Said frame={frame} draft={draft} item={item} place={place} />
      ) : (
        <WhatWasSaid t={t} item={item} />
      )}
      <Agreements frame={frame} draft={draft} item={item} />
    </>
  )
}

/** Seldom changed, so folded away. */
function Language({ frame: { t, viewer }, start }: { frame: DeskFrame; start: string }) {
  return (
    <details className="when">
      <summary className="w-fit cursor-pointer">
        {t('desk.form.writtenIn', { language: t(`desk.form.languages.${start}`) })}
      </summary>
      <div className="mt-2">
        <FormSelect
          name="lang"
          label={t('desk.form.language')}
          options={languagesToChoose(viewer.forum, start).map((value) => ({
            value,
            label: t(`desk.form.languages.${value}`),
          }))}
          start={start}
        />
      </div>
    </details>
  )
}

function lastSaved({ t, dates }: DeskFrame, one: { by: string | null; at: Date | null }): string {
  return one.at
    ? t('desk.draft.lastSaved', { by: one.by ?? t('desk.erasedPerson'), at: dates.moment(one.at) })
    : ''
}

function Said({ frame, draft, item, place }: Given & { item: Item; place: number }) {
  const { t, locale, forum } = frame
  return (
    <Act
      frame={frame}
      action={saveItemAction}
      submit={t('desk.draft.save')}
      kind="plain"
      small
      hidden={{ agendaItem: item.item, page: draft.meeting.id, at: `item-${item.item}` }}
      start={{ text: item.text }}
    >
      <Base revision={item.revision} />
      <FormArea
        name="text"
        label={t('desk.draft.said', { number: place + 1 })}
        hint={t('desk.draft.saidHint')}
        rows={7}
        signed
      />
      <Language frame={frame} start={item.lang ?? locale} />
      <Autosave
        save="saveItem"
        storageKey={`mesa/${forum}/${item.item}`}
        keptAside
        {...autosave(frame, draft)}
      />
      {item.at && <p className="when">{lastSaved(frame, item)}</p>}
    </Act>
  )
}

/** Two people wrote at once: both texts, and three ways out of it. */
function Settle({ frame, draft, item }: Given & { item: Item }) {
  const { t, locale } = frame
  const hidden = {
    agendaItem: item.item,
    lang: item.lang ?? locale,
    page: draft.meeting.id,
    at: `item-${item.item}`,
    asides: item.asides.map((aside) => aside.revision).join(','),
    base: String(item.revision),
  }
  const column = (title: string, text: string, when: string, form: ReactNode) => (
    <div className="card">
      <p className="font-semibold">{title}</p>
      <p className="when">{when}</p>
      <p className="signed-text mt-2 whitespace-pre-wrap">{text}</p>
      <div className="mt-3">{form}</div>
    </div>
  )
  return (
    <Notice tone="warning" title={t('desk.draft.twoTexts')}>
      <p className="mb-3">{t('desk.draft.twoTextsText')}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        {column(
          t('desk.draft.sharedText'),
          item.text,
          lastSaved(frame, item),
          <Act
            frame={frame}
            action={settleItemAction}
            hidden={{ ...hidden, text: item.text }}
            submit={t('desk.draft.keepShared')}
            kind="plain"
            small
          />,
        )}
        {item.asides.map((aside) => (
          <div key={aside.revision}>
            {column(
              t(aside.mine ? 'desk.draft.myText' : 'desk.draft.otherText'),
              aside.text,
              lastSaved(frame, aside),
              <Act
                frame={frame}
                action={settleItemAction}
                hidden={{ ...hidden, text: aside.text }}
                submit={t('desk.draft.keepThis')}
                kind="plain"
                small
              />,
            )}
          </div>
        ))}
      </div>
      <div className="mt-4">
        <Act
          frame={frame}
          action={settleItemAction}
          hidden={hidden}
          start={{ text: [item.text, ...item.asides.map((aside) => aside.text)].join('\n\n') }}
          submit={t('desk.draft.keepMerged')}
          kind="plain"
          small
        >
          <FormArea
            name="text"
            label={t('desk.draft.merge')}
            hint={t('desk.draft.mergeHint')}
            rows={8}
            signed
          />
        </Act>
      </div>
    </Notice>
  )
}

function Agreements({ frame, draft, item }: Given & { item: Item }) {
  const { t, locale } = frame
  if (item.agreements.length === 0 && !draft.mayWrite) return null
  return (
    <div className="grid gap-4 border-l-4 border-rule pl-4">
      <h3>{t('desk.agreements.title')}</h3>
      {item.agreements.map((agreement) =>
        draft.mayWrite ? (
          <Agreement key={agreement.id} frame={frame} draft={draft} item={item} one={agreement} />
        ) : (
          <SignedText key={agreement.id} text={agreement.text} lang={agreement.lang} />
        ),
      )}
      {draft.mayWrite && (
        <div className="flex flex-wrap gap-3">
          {agreementKinds.map((kind) => (
            <Act
              key={kind}
              frame={frame}
              action={saveAgreementAction}
              submit={t(`desk.agreements.add.${kind}`)}
              kind="plain"
              small
              className=""
              hidden={{
                id: randomUUID(),
                agendaItem: item.item,
                kind,
                lang: item.lang ?? locale,
                text: '',
                base: '0',
                page: draft.meeting.id,
                at: `item-${item.item}`,
              }}
            />
          ))}
        </div>
      )}
    </div>
  )
}

function Agreement({
  frame,
  draft,
  item,
  one,
}: Given & { item: Item; one: Item['agreements'][number] }) {
  const { t, say, forum } = frame
  const place = { page: draft.meeting.id, at: `item-${item.item}` }
  const storageKey = `mesa/${forum}/${one.id}`
  return (
    <div className="card">
      <Act
        frame={frame}
        action={saveAgreementAction}
        submit={t('desk.draft.save')}
        kind="plain"
        small
        hidden={{ id: one.id, agendaItem: item.item, kind: one.kind, lang: one.lang, ...place }}
        start={{
          text: one.text,
          seat: one.seat ?? '',
          dueOn: one.dueOn ?? '',
          proposal: one.proposal ?? '',
        }}
      >
        <Base revision={one.revision} name={storageKey} />
        <p className="font-semibold">{t(`desk.agreements.kinds.${one.kind}`)}</p>
        <FormArea name="text" label={t(`desk.agreements.text.${one.kind}`)} rows={2} />
        {one.kind === 'action' && (
          <div className="grid gap-4 sm:grid-cols-2">
            <FormSelect
              name="seat"
              label={t('desk.agreements.seat')}
              empty={t('desk.form.choose')}
              options={draft.seats.map((seat) => ({ value: seat.id, label: say(seat.name) }))}
            />
            <FormDay name="dueOn" label={t('desk.agreements.dueOn')} />
          </div>
        )}
        {one.kind === 'resolution' && draft.proposals.length > 0 && (
          <FormSelect
            name="proposal"
            label={t('desk.agreements.proposal')}
            empty={t('desk.agreements.noProposal')}
            options={draft.proposals.map((each) => ({
              value: each.id,
              label: `${each.number}. ${each.title.text}`,
            }))}
          />
        )}
        <Autosave save="saveAgreement" storageKey={storageKey} {...autosave(frame, draft)} />
      </Act>
      <Act
        frame={frame}
        action={removeAgreementAction}
        submit={t('desk.agreements.remove')}
        kind="plain"
        small
        hidden={{ id: one.id, ...place }}
        className="mt-3"
      >
        <Base revision={one.revision} of={storageKey} />
      </Act>
    </div>
  )
}
