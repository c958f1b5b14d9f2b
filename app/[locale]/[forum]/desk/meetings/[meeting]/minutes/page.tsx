import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { actedBy } from '@/app/_request/acted'
import { approvedBefore } from '@/app/_request/again'
import { foreseen } from '@/app/_request/foreseen'
import { mayAct } from '@/app/_request/may'
import { FormArea, FormSelect } from '@/components/form/action-form'
import { TakeAway } from '@/components/meetings/take-away'
import { Card, EmptyState, Notice, Section, TwoColumns } from '@/components/page/page'
import { Digest, SignedText } from '@/components/page/text'
import { ConsensusMarks } from '@/components/proposals/marks'
import {
  approveErratum,
  approveMinutes,
  observe,
  proposeErratum,
  withdrawErratum,
} from '@/lib/minutes/commands.ts'
import { minutesSeenBy } from '@/lib/minutes/seen.ts'
import type { MinutesSeen } from '@/lib/minutes/seen.ts'
import { wordsStandIn } from '@/lib/minutes/rules.ts'
import { filesOf, writtenIn } from '@/lib/papers/document.ts'
import { deskFrame } from '../../../frame'
import type { DeskFrame } from '../../../frame'
import { FrozenBy } from '../../../../_pauses/frozen'
import { Act, ActingSeat, Crumbs, Done, markOf, PageHead, SectorName, Why } from '../../../parts'
import {
  approveErratumAction,
  approveMinutesAction,
  observeAction,
  proposeErratumAction,
  withdrawErratumAction,
} from './actions'
import { ItemChanges } from '../item-changes'
import { MinutesText } from './minutes-text'

type Props = {
  params: Promise<{ locale: string; forum: string; meeting: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}
type Given = { frame: DeskFrame; minutes: MinutesSeen }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const frame = await deskFrame(params)
  const minutes = await minutesSeenBy(frame.viewer, (await params).meeting)
  return { title: minutes ? titleOf(frame, minutes) : '' }
}

function titleOf({ t, dates }: DeskFrame, { number, meeting }: MinutesSeen): string {
  return number
    ? t('desk.minutes.numbered', { number })
    : t('desk.minutes.title', { body: meeting.body.shortName, day: dates.day(meeting.heldOn) })
}

export default async function MinutesPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk } = frame
  const { meeting } = await params
  const minutes = await minutesSeenBy(viewer, meeting)
  if (!minutes) {
    if (!/^[0-9a-f-]{36}$/.test(meeting)) notFound()
    redirect(`${desk}/meetings/${meeting}/draft`)
  }
  const { content } = minutes
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${desk}/meetings`, label: t('desk.meetings.title') },
          {
            href: `${desk}/meetings/${minutes.meeting.id}`,
            label: t('desk.meetings.line', {
              body: minutes.meeting.body.shortName,
              number: minutes.meeting.number,
              year: String(minutes.meeting.year),
            }),
          },
        ]}
        here={t('desk.minutes.crumb')}
      />
      <PageHead
        title={titleOf(frame, minutes)}
        tags={[
          t(`desk.minutes.states.${minutes.state}`),
          t('desk.minutes.version', { number: minutes.version }),
        ]}
      />
      <Done searchParams={searchParams} frame={frame} />
      {!minutes.approvedAt && (
        <FrozenBy
          viewer={viewer}
          locale={frame.locale}
          commitments={[]}
          where="minutes"
          at={`${desk}/participation`}
        />
      )}
      {minutes.approvedAt && (
        <p>
          <a href={`${desk}/documents/minutes/${minutes.id}`}>{t('documents.handInHere')}</a>
        </p>
      )}
      {content === null && (
        <EmptyState title={t('desk.minutes.erased')}>{t('desk.minutes.erasedText')}</EmptyState>
      )}
      <TwoColumns
        aside={
          <div className="grid gap-5">
            <Approvals frame={frame} minutes={minutes} />
            <ExactText frame={frame} minutes={minutes} />
          </div>
        }
      >
        <Approve frame={frame} minutes={minutes} />
        {content && (
          <MinutesText
            frame={frame}
            minutes={writtenIn(minutes)}
            beside={minutes}
            below={(number) => {
              const item = content.items[number - 1]
              return item && <ItemVoices frame={frame} minutes={minutes} item={item.item} />
            }}
          />
        )}
        <Changes frame={frame} minutes={minutes} />
        <Observations frame={frame} minutes={minutes} />
        <Errata frame={frame} minutes={minutes} />
      </TwoColumns>
    </>
  )
}

/** Which text it is that is approved, and where it is read and taken away. */
function ExactText({ frame, minutes }: Given) {
  const { t, viewer, desk, portal, dates } = frame
  const version = minutes.versions.at(-1)
  return (
    <div className="washed grid gap-2">
      <p className="font-semibold">{t('desk.minutes.exactText')}</p>
      <Digest>{minutes.digest}</Digest>
      {version && (
        <p className="when">
          {t('desk.minutes.circulatedAt', { at: dates.moment(version.circulatedAt) })}
        </p>
      )}
      {minutes.approvedAt ? (
        <p>
          <a href={`${portal}/minutes/${minutes.number}`}>{t('desk.minutes.public')}</a>
        </p>
      ) : (
        <p>
          <a href={`${desk}/meetings/${minutes.meeting.id}/draft`}>{t('desk.minutes.nextVersion')}</a>
        </p>
      )}
      <TakeAway
        label={t('takeAway.label')}
        files={filesOf(viewer.forum.slug, minutes.number ?? minutes.meeting.id, frame.locale).map(
          ({ format, href }) => ({ href, name: t(`takeAway.${format}`) }),
        )}
      />
    </div>
  )
}

/** Who approved, who is waited for, and whose silence is silence. */
function Approvals({ frame, minutes }: Given) {
  const { t, say, dates, locale } = frame
  return (
    <section aria-labelledby="approvals">
      <h2 id="approvals" className="mb-2">
        {t('desk.minutes.approvals')}
      </h2>
      <p className="mb-2">
        <ConsensusMarks
          stands={minutes.approvals.map((approval) => ({
            sector: markOf(frame, approval.sector),
            filled: approval.says === 'approved',
            label: `${say(approval.sector.name)}: ${t(`desk.minutes.says.${approval.says}`)}`,
          }))}
        />
      </p>
      <ul className="grid gap-3">
        {minutes.approvals.map((approval) => (
          <li key={approval.sector.id}>
            <SectorName frame={frame} sector={approval.sector} />
            <span className="block">
              {t(`desk.minutes.says.${approval.says}`)}
              {approval.since && ` · ${t('desk.minutes.since', { day: dates.day(approval.since) })}`}
            </span>
            {approval.at && (
              <span className="when block">
                {actedBy(t, locale, approval, minutes.meeting.body)} · {dates.moment(approval.at)}
              </span>
            )}
            {approval.earlier && (
              <span className="when block">{approvedBefore(frame, minutes, approval.earlier)}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The viewer's sector approved an earlier version: what became of that, and what changed since. */
function AskedAgain({
  frame,
  minutes,
  earlier,
}: Given & { earlier: NonNullable<MinutesSeen['approvals'][number]['earlier']> }) {
  const { t } = frame
  return (
    <Notice tone="warning" title={t('desk.minutes.again', { version: earlier.version })}>
      <p>{approvedBefore(frame, minutes, earlier)}</p>
      <p className="mt-1">
        {t('desk.minutes.againText', { version: earlier.version, now: minutes.version })}{' '}
        <a href="#changes">{t('desk.minutes.seeChanges')}</a>
      </p>
    </Notice>
  )
}

async function Approve({ frame, minutes }: Given) {
  const { t, viewer, dates, say, endOf } = frame
  if (minutes.approvedAt)
    return (
      <Notice
        tone="done"
        title={t('desk.minutes.approvedTitle', { at: dates.moment(minutes.approvedAt) })}
      >
        {t('desk.minutes.approvedText')}
      </Notice>
    )
  const may = await mayAct(viewer, approveMinutes, { minutes: minutes.id })
  const ahead = await foreseen(viewer, approveMinutes, may, {
    minutes: minutes.id,
    digest: minutes.digest,
  })
  const sectors = new Set(may.seats.map((seat) => seat.sector))
  const claims = (minutes.content?.claims ?? []).filter((claim) => sectors.has(claim.sector))
  const again = minutes.approvals.find((one) => sectors.has(one.sector.id) && one.earlier)
  return (
    <Card strong>
      <p className="font-serif text-lg font-semibold">
        {t(minutes.windowOpen ? 'desk.minutes.windowOpen' : 'desk.minutes.windowOver', {
          at: endOf(minutes.windowEndsAt),
        })}
      </p>
      <p className="mt-1 max-w-[62ch]">
        {t(minutes.silenceIsAssent ? 'desk.minutes.silenceAssents' : 'desk.minutes.silenceIsSilence')}
      </p>
      <div className="mt-3 grid gap-3">
        {may.seats.length === 0 ? (
          <Why>{may.refusal}</Why>
        ) : (
          <>
            {again?.earlier && <AskedAgain frame={frame} minutes={minutes} earlier={again.earlier} />}
            {claims.length > 0 && (
              <Notice tone="warning" title={t('desk.minutes.claimsTitle', { count: claims.length })}>
                <ul className="mt-1 list-disc pl-5">
                  {claims.map((claim) => {
                    const proposal = minutes.proposals[claim.proposal]
                    const sector = minutes.sectors.find((sectorName) => sectorName.id === claim.sector)
                    return (
                      <li key={`${claim.proposal}${claim.sector}`}>
                        {t('desk.minutes.claim', {
                          number: proposal?.number ?? 0,
                          title: proposal?.title.text ?? '',
                          sector: sector ? say(sector.name) : '',
                          stance: t(`proposals.said.${claim.stance}`),
                        })}
                      </li>
                    )
                  })}
                </ul>
                <p className="mt-1">{t('desk.minutes.claimsText')}</p>
              </Notice>
            )}
            <Act
              signs
              frame={frame}
              action={approveMinutesAction}
              hidden={{ minutes: minutes.id, digest: minutes.digest }}
              submit={t('desk.minutes.approve')}
              ahead={ahead && { title: t('desk.minutes.ahead'), said: ahead }}
              className="grid gap-2"
            >
              <ActingSeat frame={frame} may={may} />
              <p className="hint">
                {t('desk.minutes.approveText', {
                  digest: minutes.digest.slice(0, 12),
                  version: minutes.version,
                })}
              </p>
            </Act>
          </>
        )}
      </div>
    </Card>
  )
}

/** Under each item: what was observed of it. */
function ItemVoices({ frame, minutes, item }: Given & { item: string }) {
  const observed = minutes.observations.filter((observation) => observation.item === item)
  return (
    <>
      {observed.map((one) => (
        <Observation key={one.id} frame={frame} one={one} minutes={minutes} />
      ))}
      {minutes.windowOpen && <ObserveForm frame={frame} minutes={minutes} item={item} />}
    </>
  )
}

function Observation({
  frame,
  one,
  minutes: { version, meeting },
}: Given & { one: MinutesSeen['observations'][number] }) {
  const { t, dates, locale } = frame
  return (
    <div className="my-3 border-l-2 border-rule pl-4">
      <p className="when flex flex-wrap gap-x-2">
        {one.seat && (
          <>
            <SectorName frame={frame} sector={one.seat.sector} />
            <span>{actedBy(t, locale, one, meeting.body)}</span>
          </>
        )}
        <span>· {dates.moment(one.at)}</span>
        {one.version < version && <span>· {t('desk.minutes.onVersion', { number: one.version })}</span>}
      </p>
      <SignedText {...one.text} />
    </div>
  )
}

async function ObserveForm({ frame, minutes, item }: Given & { item?: string }) {
  const { t, viewer, locale } = frame
  const may = await mayAct(viewer, observe, { minutes: minutes.id })
  if (may.seats.length === 0) return item ? null : <Why>{may.refusal}</Why>
  return (
    <Act
      fold={t(item ? 'desk.minutes.observeItem' : 'desk.minutes.observeAll')}
      frame={frame}
      action={observeAction}
      hidden={{ minutes: minutes.id, 'text.lang': locale, ...(item && { item }) }}
      submit={t('desk.minutes.observeButton')}
      kind="quiet"
    >
      <ActingSeat frame={frame} may={may} />
      <FormArea
        name="text.text"
        label={t('desk.minutes.observation')}
        hint={t('desk.minutes.observationHint')}
        rows={4}
        signed
        required
      />
    </Act>
  )
}

function Observations({ frame, minutes }: Given) {
  const { t } = frame
  const general = minutes.observations.filter((observation) => observation.item === null)
  return (
    <Section id="observations" title={t('desk.minutes.observations')}>
      {general.length === 0 && <p className="text-soft">{t('desk.minutes.noGeneral')}</p>}
      {general.map((one) => (
        <Observation key={one.id} frame={frame} one={one} minutes={minutes} />
      ))}
      {!minutes.approvedAt && <ObserveForm frame={frame} minutes={minutes} />}
    </Section>
  )
}

/** What this version says otherwise than the one before, word by word. */
function Changes({ frame, minutes }: Given) {
  if (minutes.version === 1) return null
  return (
    <Section
      id="changes"
      title={frame.t('desk.minutes.changes', { from: minutes.version - 1, to: minutes.version })}
    >
      <ItemChanges frame={frame} diff={minutes.diff ?? []} same={frame.t('desk.minutes.sameWords')} />
    </Section>
  )
}

async function Errata({ frame, minutes }: Given) {
  const { t, viewer, locale } = frame
  if (!minutes.approvedAt) return null
  const may = await mayAct(viewer, proposeErratum, { minutes: minutes.id })
  const titles = (minutes.content?.items ?? []).map((item, place) => ({
    value: item.item,
    label: `${place + 1}. ${item.title.text}`,
  }))
  return (
    <Section id="errata" title={t('desk.errata.title')}>
      {minutes.errata.length === 0 && <p className="text-soft">{t('desk.errata.none')}</p>}
      {minutes.errata.map((erratum) => (
        <Erratum key={erratum.id} frame={frame} minutes={minutes} one={erratum} />
      ))}
      {may.seats.length === 0 ? (
        <Why>{may.refusal}</Why>
      ) : (
        <Act
          fold={t('desk.errata.propose')}
          frame={frame}
          action={proposeErratumAction}
          hidden={{
            minutes: minutes.id,
            'wrong.lang': locale,
            'right.lang': locale,
            'reason.lang': locale,
          }}
          submit={t('desk.errata.proposeButton')}
          kind="quiet"
        >
          <ActingSeat frame={frame} may={may} />
          <FormSelect
            name="item"
            label={t('desk.errata.item')}
            empty={t('desk.errata.noItem')}
            options={titles}
          />
          <FormArea
            name="wrong.text"
            label={t('desk.errata.wrong')}
            hint={t('desk.errata.wrongHint')}
            rows={2}
            signed
            required
          />
          <FormArea name="right.text" label={t('desk.errata.right')} rows={2} signed required />
          <FormArea name="reason.text" label={t('desk.form.reason')} rows={2} required />
        </Act>
      )}
    </Section>
  )
}

function whereItStands({ t, dates, say }: DeskFrame, one: MinutesSeen['errata'][number]) {
  if (one.approvedAt)
    return t('desk.minutes.erratum', { number: one.number ?? 0, day: dates.moment(one.approvedAt) })
  if (one.withdrawnAt) return t('desk.errata.withdrawn')
  return t('desk.errata.waiting', {
    sectors: one.waitingFor.map((sector) => say(sector.name)).join(', '),
  })
}

async function Erratum({ frame, minutes, one }: Given & { one: MinutesSeen['errata'][number] }) {
  const { content } = minutes
  const { t, viewer, dates, locale } = frame
  const open = !one.approvedAt && !one.withdrawnAt
  const [mayApprove, mayWithdraw] = open
    ? await Promise.all([
        mayAct(viewer, approveErratum, { erratum: one.id }),
        mayAct(viewer, withdrawErratum, { erratum: one.id }),
      ])
    : [null, null]
  const ahead =
    mayApprove &&
    (await foreseen(viewer, approveErratum, mayApprove, { erratum: one.id, digest: one.digest }))
  return (
    <div className="card my-3">
      <p className="font-semibold">{whereItStands(frame, one)}</p>
      <p className="signed-text">
        <del className="words-gone" lang={one.wrong.lang}>
          {one.wrong.text}
        </del>{' '}
        →{' '}
        <ins className="words-added" lang={one.right.lang}>
          {one.right.text}
        </ins>
      </p>
      <SignedText {...one.reason} />
      {open && content && !wordsStandIn(content, one.wrong.text, one.item) && (
        <p className="max-w-[62ch]">
          <strong>{t('desk.errata.notInText')}</strong>
        </p>
      )}
      <p className="when">
        {one.proposedBy &&
          t('proposals.page.proposedBy', {
            seat: actedBy(t, locale, { ...one, seat: one.proposedBy }, minutes.meeting.body),
            at: dates.moment(one.proposedAt),
          })}
      </p>
      {mayApprove && mayApprove.seats.length > 0 && (
        <Act
          signs
          frame={frame}
          action={approveErratumAction}
          hidden={{ erratum: one.id, digest: one.digest }}
          submit={t('desk.errata.approve')}
          ahead={ahead && { title: t('desk.errata.ahead'), said: ahead }}
          className="mt-3 grid gap-2"
        >
          <ActingSeat frame={frame} may={mayApprove} />
        </Act>
      )}
      {mayWithdraw && mayWithdraw.seats.length > 0 && (
        <Act
          frame={frame}
          action={withdrawErratumAction}
          hidden={{ erratum: one.id }}
          submit={t('desk.errata.withdraw')}
          kind="plain"
          className="mt-3 grid gap-2"
        >
          <ActingSeat frame={frame} may={mayWithdraw} />
        </Act>
      )}
    </div>
  )
}
