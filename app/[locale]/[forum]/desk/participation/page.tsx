import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { cursorIn } from '@/app/_request/cursor'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { FormArea, FormSelect } from '@/components/form/action-form'
import { Card, EmptyState, Notice, Pagination, Section } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import { suspensionsSeenBy } from '@/lib/commitments/seen.ts'
import type { SuspensionSeen } from '@/lib/commitments/seen.ts'
import { documentsSeenBy } from '@/lib/documents/seen.ts'
import type { DocumentSeen } from '@/lib/documents/seen.ts'
import { choicesFor } from '@/lib/notices/seen.ts'
import type { Choices } from '@/lib/notices/seen.ts'
import { pausesSeenBy } from '@/lib/pauses/seen.ts'
import type { PauseSeen } from '@/lib/pauses/seen.ts'
import { resumeParticipation, suspendParticipation } from '@/lib/proposals/commands.ts'
import { deskFrame } from '../frame'
import type { DeskFrame } from '../frame'
import { Act, ActingSeat, Crumbs, Done, PageHead, SectorName, Why } from '../parts'
import { resumeAction, suspendAction } from './actions'
import { ConditionFields, Settling } from './settling'

const PAST_SHOWN = 10

type Props = {
  params: Promise<{ locale: string; forum: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('proposals'))('participation.title') }
}

/** Who may for the forum as a whole, may for each commitment; a working group's voice is asked about each. */
async function withinReach(
  viewer: DeskFrame['viewer'],
  commitments: Choices['commitments'],
  whole: May,
): Promise<{ reached: string[]; may: May }> {
  if (whole.seats.length > 0) return { reached: [], may: whole }
  const within = await Promise.all(
    commitments.map(async ({ id: commitment }) => ({
      commitment,
      may: await mayAct(viewer, suspendParticipation, { scope: commitment }),
    })),
  )
  const reached = within.filter((one) => one.may.seats.length > 0)
  if (reached.length === 0) return { reached: [], may: whole }
  const seats = new Map(reached.flatMap((one) => one.may.seats).map((seat) => [seat.seat, seat]))
  return {
    reached: reached.map((one) => one.commitment),
    may: { seats: [...seats.values()], refusal: null },
  }
}

export default async function ParticipationPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer } = frame
  const [choices, { before: asked }] = await Promise.all([choicesFor(viewer), searchParams])
  const before = cursorIn(asked)
  const commitments = choices.commitments.map((commitment) => commitment.id)
  const [open, found, whole] = await Promise.all([
    suspensionsSeenBy(viewer, { commitments, open: true }),
    suspensionsSeenBy(viewer, { commitments, open: false, ended: { before, most: PAST_SHOWN + 1 } }),
    mayAct(viewer, suspendParticipation, { scope: 'forum' }),
  ])
  const suspensions = [...open, ...found.slice(0, PAST_SHOWN)]
  const ids = suspensions.map((suspension) => suspension.id)
  const [pauses, documents] = await Promise.all([
    pausesSeenBy(viewer, ids),
    documentsSeenBy(viewer, ids),
  ])
  const besideOf = ({ id }: SuspensionSeen): Beside => ({
    pause: pauses[id] ?? { answers: [], conditions: [] },
    documents: documents.filter((document) => document.thing === id),
  })
  const { reached, may } = await withinReach(viewer, choices.commitments, whole)
  const scopes = choices.commitments.filter(
    (commitment) => whole.seats.length > 0 || reached.includes(commitment.id),
  )
  return (
    <>
      <Crumbs frame={frame} here={t('proposals.participation.title')} />
      <PageHead title={t('proposals.participation.title')} lead={t('proposals.participation.lead')} />
      <Done searchParams={searchParams} frame={frame} />
      <Section title={t('proposals.participation.open')}>
        {open.length === 0 && (
          <EmptyState title={t('proposals.participation.none')}>
            {t('proposals.participation.noneText')}
          </EmptyState>
        )}
        <div className="grid gap-4">
          {open.map((suspensionSeen) => (
            <Suspension
              key={suspensionSeen.id}
              frame={frame}
              suspension={suspensionSeen}
              choices={choices}
              beside={besideOf(suspensionSeen)}
            />
          ))}
        </div>
      </Section>
      <Suspend frame={frame} whole={whole} may={may} scopes={scopes} />
      <Section title={t('witnesses.desk.fromParticipation')}>
        <p>
          {t('witnesses.desk.fromParticipationText')}{' '}
          <a href={`${frame.desk}/witness`}>{t('witnesses.desk.title')}</a>
        </p>
      </Section>
      <Past
        frame={frame}
        found={found}
        before={before}
        shown={(suspension) => (
          <Suspension
            key={suspension.id}
            frame={frame}
            suspension={suspension}
            choices={choices}
            beside={besideOf(suspension)}
          />
        )}
      />
    </>
  )
}

/** The suspensions that ended, the latest first. */
function Past({
  frame: { t, desk },
  found,
  before,
  shown,
}: {
  frame: DeskFrame
  found: SuspensionSeen[]
  before: number | undefined
  shown: (suspension: SuspensionSeen) => ReactNode
}) {
  const past = found.slice(0, PAST_SHOWN)
  if (past.length === 0 && before === undefined) return null
  const here = `${desk}/participation`
  return (
    <Section title={t('proposals.participation.past')} id="past">
      <div className="grid gap-4">{past.map(shown)}</div>
      <Pagination
        label={t('proposals.participation.past')}
        first={before === undefined ? null : { href: `${here}#past`, label: t('roadmaps.pages.latest') }}
        next={
          found.length > PAST_SHOWN
            ? {
                href: `${here}?before=${past.at(-1)?.entryIndex}#past`,
                label: t('roadmaps.pages.older'),
              }
            : null
        }
      />
    </Section>
  )
}

function Suspend({
  frame,
  whole,
  may,
  scopes,
}: {
  frame: DeskFrame
  whole: May
  may: May
  scopes: Choices['commitments']
}) {
  const { t, locale, say } = frame
  return (
    <Section title={t('proposals.participation.suspend')}>
      {may.seats.length === 0 ? (
        <Why>{may.refusal}</Why>
      ) : (
        <>
          <Notice title={t('proposals.participation.whatTitle')}>
            <ul className="list-disc pl-5">
              {(['blocks', 'lapses', 'minutes', 'nobody'] as const).map((key) => (
                <li key={key}>{t(`proposals.participation.what.${key}`)}</li>
              ))}
            </ul>
          </Notice>
          <Act
            signs
            frame={frame}
            action={suspendAction}
            hidden={{ 'reason.lang': locale }}
            labels={{
              scope: t('proposals.participation.scope'),
              'reason.text': t('desk.form.reason'),
            }}
            submit={t('proposals.participation.suspendButton')}
          >
            <ActingSeat frame={frame} may={may} />
            <FormSelect
              name="scope"
              label={t('proposals.participation.scope')}
              hint={t('proposals.participation.scopeHint')}
              options={[
                ...(whole.seats.length > 0
                  ? [{ value: 'forum', label: t('proposals.participation.wholeForum') }]
                  : []),
                ...scopes.map((scope) => ({
                  value: scope.id,
                  label: `${scope.number}. ${
                    scope.title[locale as 'es' | 'en'] ?? scope.title.es ?? scope.title.en ?? ''
                  } (${say(scope.plan)})`,
                })),
              ]}
            />
            <FormArea
              name="reason.text"
              label={t('desk.form.reason')}
              hint={t('proposals.participation.reasonHint')}
              rows={5}
              signed
              required
            />
            <ConditionFields frame={frame} />
            <p className="hint">{t('pauses.attachLater')}</p>
          </Act>
        </>
      )}
    </Section>
  )
}

type Beside = { pause: PauseSeen; documents: DocumentSeen[] }

async function Suspension({
  frame,
  suspension,
  choices,
  beside,
}: {
  frame: DeskFrame
  suspension: SuspensionSeen
  choices: Choices
  beside: Beside
}) {
  const { t, viewer, dates, locale } = frame
  const about = choices.commitments.find((commitment) => commitment.id === suspension.commitmentId)
  const may = suspension.resumedOn
    ? null
    : await mayAct(viewer, resumeParticipation, { suspension: suspension.id })
  return (
    <Card strong={!suspension.resumedOn}>
      <p className="font-semibold" id={`suspension-${suspension.id}`}>
        <SectorName frame={frame} sector={suspension.sector} />
      </p>
      <p>
        {about
          ? t('proposals.participation.ofCommitment', {
              number: about.number,
              title: about.title[locale as 'es' | 'en'] ?? about.title.es ?? '',
            })
          : t('proposals.participation.ofForum')}
      </p>
      <p className="when">
        {t('proposals.participation.since', { at: dates.moment(suspension.declaredAt) })}
        {suspension.resumedOn &&
          ` · ${t('proposals.participation.resumed', { day: dates.day(suspension.resumedOn) })}`}
      </p>
      <div className="mt-2">
        <SignedText {...suspension.reason} />
      </div>
      {suspension.resumeNote && (
        <div className="mt-2 border-l-2 border-rule pl-4">
          <SignedText {...suspension.resumeNote} />
        </div>
      )}
      <Settling frame={frame} suspension={suspension} {...beside} />
      {may && may.seats.length > 0 && (
        <div className="mt-4">
          <Act
            signs
            frame={frame}
            action={resumeAction}
            hidden={{ suspension: suspension.id, 'note.lang': locale }}
            submit={t('proposals.participation.resumeButton')}
            kind="quiet"
          >
            <ActingSeat frame={frame} may={may} />
            <FormArea
              name="note.text"
              label={t('proposals.participation.note')}
              hint={t('proposals.participation.noteHint')}
              rows={3}
              signed
            />
          </Act>
        </div>
      )}
    </Card>
  )
}
