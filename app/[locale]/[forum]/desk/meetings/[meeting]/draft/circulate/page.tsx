import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { settledDraft } from '@/app/_request/draft'
import { speaker } from '@/app/_request/words'
import { Card, Notice, Section } from '@/components/page/page'
import { Digest } from '@/components/page/text'
import { rulesOf } from '@/lib/bodies/rules.ts'
import { commitmentNamed } from '@/lib/commitments/seen.ts'
import { circulateMinutes } from '@/lib/minutes/commands.ts'
import { paperOf } from '@/lib/minutes/draft-record.ts'
import { minutesSeenBy } from '@/lib/minutes/seen.ts'
import type { Draft } from '@/lib/minutes/draft-seen.ts'
import { holders } from '@/lib/meetings/seen.ts'
import { changesBetween, contentOf } from '@/lib/minutes/rules.ts'
import type { Content } from '@/lib/minutes/rules.ts'
import { guestsNamed } from '@/lib/minutes/seen.ts'
import { writtenIn } from '@/lib/papers/document.ts'
import { deskFrame } from '../../../../frame'
import type { DeskFrame } from '../../../../frame'
import { Act, ActingSeat, Crumbs, PageHead, Why } from '../../../../parts'
import { ItemChanges } from '../../item-changes'
import { MinutesText } from '../../minutes/minutes-text'
import { circulateMinutesAction } from '../actions'

type Props = { params: Promise<{ locale: string; forum: string; meeting: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('desk'))('circulate.title') }
}

/** What would be circulated, read once more as a whole, with what still keeps it from it. */
export default async function CirculatePage({ params }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk, locale } = frame
  const { meeting } = await params
  const draft = await settledDraft(viewer, meeting)
  const [found, say] = await Promise.all([paperOf(viewer.db, viewer, meeting), speaker(locale)])
  if (!draft || !found) notFound()
  const content = contentOf(found.paper)
  const [may, spoken] = await Promise.all([
    mayAct(viewer, circulateMinutes, { meeting }),
    spokenOf(frame, draft, content),
  ])
  const same = draft.circulated?.digest === draft.digest
  const circulated = draft.circulated && !same ? (await minutesSeenBy(viewer, meeting))?.content : null
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${desk}/meetings`, label: t('desk.meetings.title') },
          { href: `${desk}/meetings/${meeting}/draft`, label: t('desk.draft.crumb') },
        ]}
        here={t('desk.circulate.title')}
      />
      <PageHead
        title={t('desk.circulate.title')}
        lead={t('desk.circulate.lead', { days: rulesOf(viewer.forum).observationDays })}
      />
      {draft.hindrances.length > 0 && (
        <Hindrances frame={frame} draft={draft} meeting={meeting} say={say} />
      )}
      <div className="mt-6">
        <Circulate frame={frame} draft={draft} meeting={meeting} may={may} same={same} />
      </div>
      {circulated && (
        <Section
          id="changes"
          title={t('desk.circulate.changes', { version: draft.circulated?.version ?? 0 })}
        >
          <ItemChanges
            frame={frame}
            diff={changesBetween(circulated, content)}
            same={t('desk.minutes.sameWords')}
          />
        </Section>
      )}
      <MinutesText frame={frame} minutes={writtenIn(spoken)} beside={spoken} />
    </>
  )
}

/** What a draft would say as minutes, with the names of all that it speaks of; nothing was decided on it yet. */
async function spokenOf({ viewer }: DeskFrame, { meeting, seats, proposals }: Draft, content: Content) {
  const named = [...new Set(content.items.flatMap((item) => item.commitment ?? []))]
  const [held, guests, commitments] = await Promise.all([
    holders(viewer, [
      ...content.attendance.map((mark) => mark.mandate),
      ...content.claims.map((claim) => claim.mandate),
    ]),
    guestsNamed(viewer, content.guests),
    Promise.all(named.map(async (id) => ({ id, ...(await commitmentNamed(viewer, id)) }))),
  ])
  const sectors = new Map(seats.map((seat) => [seat.sector.id, seat.sector]))
  return {
    content,
    guests,
    meeting,
    errata: [],
    agreements: [],
    sectors: [...sectors.values()],
    seats: Object.fromEntries(seats.map((seat) => [seat.id, seat])),
    holders: held,
    commitments: Object.fromEntries(
      commitments.flatMap(({ id, number, plan, title }) =>
        number !== undefined && plan !== undefined && title ? [[id, { id, number, plan, title }]] : [],
      ),
    ),
    proposals: Object.fromEntries(
      proposals.map((proposal) => [
        proposal.id,
        { ...proposal, closedAt: null, withdrawnAt: null, decision: null },
      ]),
    ),
  }
}

function Hindrances({
  frame: { t, desk },
  draft,
  meeting,
  say,
}: {
  frame: DeskFrame
  draft: Draft
  meeting: string
  say: Awaited<ReturnType<typeof speaker>>
}) {
  return (
    <Notice tone="warning" title={t('desk.circulate.hindered', { count: draft.hindrances.length })}>
      <ul className="mt-1 list-disc pl-5">
        {draft.hindrances.map(({ item, refusal: { refused, params: of } }, place) => (
          <li key={place}>
            {item ? (
              <a href={`${desk}/meetings/${meeting}/draft#item-${item}`}>{say(refused, of)}</a>
            ) : (
              say(refused, of)
            )}
          </li>
        ))}
      </ul>
      <p className="mt-2">
        <a href={`${desk}/meetings/${meeting}/draft`}>{t('desk.circulate.back')}</a>
      </p>
    </Notice>
  )
}

/** The exact text, and the button that sends it round, where nothing keeps it from it. */
function Circulate({
  frame,
  draft,
  meeting,
  may,
  same,
}: {
  frame: DeskFrame
  draft: Draft
  meeting: string
  may: May
  same: boolean
}) {
  const { t } = frame
  return (
    <Card strong>
      <p className="when">{t('desk.minutes.exactText')}</p>
      <Digest>{draft.digest}</Digest>
      <div className="mt-3 grid gap-3">
        {draft.circulated && (
          <p>
            {t(same ? 'desk.circulate.same' : 'desk.circulate.again', {
              version: draft.circulated.version,
            })}
          </p>
        )}
        {may.seats.length === 0 ? (
          <Why>{may.refusal}</Why>
        ) : (
          draft.hindrances.length === 0 &&
          !same && (
            <Act
              frame={frame}
              action={circulateMinutesAction}
              hidden={{ meeting, digest: draft.digest }}
              submit={t('desk.circulate.submit')}
              className="grid gap-2"
            >
              <ActingSeat frame={frame} may={may} />
              <p className="hint">{t('desk.circulate.text')}</p>
            </Act>
          )
        )}
      </div>
    </Card>
  )
}
