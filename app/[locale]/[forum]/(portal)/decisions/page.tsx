import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { askedOn } from '@/app/_request/portal'
import type { Query } from '@/app/_request/portal'
import { datesOf, endSaid, inLanguage } from '@/app/_request/dates'
import { resultSaid } from '@/app/_request/result'
import { publicViewerOf } from '@/app/_request/who'
import { EmptyState, FilterBar, Lead, PageTitle, Pagination, Section } from '@/components/page/page'
import { ConsensusMarks } from '@/components/proposals/marks'
import { bodiesSeenBy, sectorsSeenBy } from '@/lib/bodies/seen.ts'
import { documentsSeenBy } from '@/lib/documents/seen.ts'
import type { DocumentSeen } from '@/lib/documents/seen.ts'
import { pausesSeenBy } from '@/lib/pauses/seen.ts'
import type { PauseSeen } from '@/lib/pauses/seen.ts'
import { decisionsSeenBy, proposalPagesSeenBy, suspensionsDeclared } from '@/lib/proposals/seen.ts'
import type { ProposalLine } from '@/lib/proposals/seen.ts'
import { effectsOfDecisions } from '@/lib/roadmaps/result-seen.ts'
import type { DecisionEffect } from '@/lib/roadmaps/result-seen.ts'
import { outcomes } from '@/lib/proposals/rules.ts'
import { DocumentList } from '../../_documents/list'
import { Pause } from '../../_pauses/pause'
import { inOwnLanguage } from '../_parts/commitment-status'
import type { DeliberationReading } from './deliberation-facts'

type Props = { params: Promise<{ locale: string; forum: string }>; searchParams: Query }

/** Older ones stand in the history. */
const SUSPENSIONS_SHOWN = 20

const nothing = { decisions: [], next: null }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('record'))('decisions') }
}

export default async function DecisionsPage({ params, searchParams }: Props) {
  const { locale, forum } = await params
  const asked = await askedOn('/decisions', searchParams)
  /** Those that are open have pages of their own, before those of the decisions. */
  const ofOpen = asked.before?.startsWith('open.') ?? false
  const filter = {
    body: asked.body,
    outcome: (outcomes as readonly string[]).find((outcome) => outcome === asked.outcome),
    cursor: ofOpen ? undefined : asked.before,
  }
  const viewer = await publicViewerOf(forum)
  const t = await getTranslations()
  const dates = datesOf(locale, viewer.forum.timeZone)
  const at = `/${locale}/${forum}`
  const [{ decisions, next }, { open, next: moreOpen }, bodies, suspensions, sectors] =
    await Promise.all([
      ofOpen ? nothing : decisionsSeenBy(viewer, filter),
      filter.cursor
        ? { open: [], next: null }
        : proposalPagesSeenBy(viewer, { only: 'open', cursor: asked.before }),
      bodiesSeenBy(viewer),
      suspensionsDeclared(viewer, SUSPENSIONS_SHOWN + 1),
      sectorsSeenBy(viewer),
    ])
  const paused = asked.before ? [] : suspensions.map((suspension) => suspension.id)
  const [effects, pauses, documents] = await Promise.all([
    effectsOfDecisions(
      viewer,
      decisions.flatMap(({ decision }) => decision?.id ?? []),
    ),
    pausesSeenBy(viewer, paused),
    documentsSeenBy(viewer, paused),
  ])
  const given = Object.fromEntries(
    Object.entries({ body: filter.body, outcome: filter.outcome }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  )
  const reading = { locale, t, dates, at }
  return (
    <>
      <PageTitle>{t('record.decisions')}</PageTitle>
      <Lead>{t('record.decisionsLead')}</Lead>
      {open.length > 0 && <Open reading={reading} open={open} next={moreOpen} further={ofOpen} />}
      {!ofOpen && (
        <Section title={t('record.closed')}>
          <Filters
            reading={reading}
            filter={filter}
            bodies={bodies}
            filtered={Object.keys(given).length > 0}
          />
          {decisions.length === 0 ? (
            <EmptyState title={t('record.noDecisions')}>
              {viewer.forum.kind === 'record'
                ? t('record.noDecisionsRecord')
                : t('record.noDecisionsText')}
            </EmptyState>
          ) : (
            <Decided reading={reading} decisions={decisions} effects={effects} />
          )}
          <Pages reading={reading} given={given} isFirst={!filter.cursor} next={next} />
        </Section>
      )}
      {!asked.before && (
        <Suspensions
          reading={reading}
          forum={forum}
          suspensions={suspensions}
          sectors={sectors}
          pauses={pauses}
          documents={documents}
        />
      )}
    </>
  )
}

function Pages({
  reading: { t, at },
  given,
  isFirst,
  next,
}: {
  reading: DeliberationReading
  given: Record<string, string>
  isFirst: boolean
  next: string | null
}) {
  const from = (asked: Record<string, string>) => `${at}/decisions?${new URLSearchParams(asked)}`
  return (
    <Pagination
      label={t('history.pages')}
      first={isFirst ? null : { href: from(given), label: t('history.newest') }}
      next={next ? { href: from({ ...given, before: next }), label: t('history.older') } : null}
    />
  )
}

type Given = { reading: DeliberationReading; proposal: ProposalLine }

function Decided({
  reading,
  decisions,
  effects,
}: {
  reading: DeliberationReading
  decisions: ProposalLine[]
  effects: Record<string, DecisionEffect>
}) {
  return (
    <ul className="divide-y divide-rule border-y border-rule">
      {decisions.map((proposal) => (
        <Line
          key={proposal.id}
          reading={reading}
          proposal={proposal}
          effect={effects[proposal.decision?.id ?? '']}
        />
      ))}
    </ul>
  )
}

function Line({ reading, proposal, effect }: Given & { effect?: DecisionEffect | undefined }) {
  const { locale, t, at } = reading
  const { decision } = proposal
  const marks = proposal.stands.map(({ sector, position }) => {
    const name = inLanguage(sector.name, locale).text
    return {
      sector: { name, shape: sector.shape, hue: sector.hue },
      filled: Boolean(position && position.stance !== 'object'),
      says: position?.stance,
      label: `${name}: ${position ? t(`words.stances.${position.stance}`) : t('record.silence')}`,
    }
  })
  const nameOf = (id: string) => {
    const stand = proposal.stands.find((one) => one.sector.id === id)
    return stand ? inLanguage(stand.sector.name, locale).text : ''
  }
  return (
    <li className="grid gap-1 py-4">
      <p className="flex flex-wrap items-center gap-3">
        <ConsensusMarks stands={marks} />{' '}
        {decision ? (
          <b className="font-semibold">{resultSaid(reading, decision, nameOf, effect)}.</b>
        ) : (
          t('record.waiting')
        )}
      </p>
      <p className="when">
        {numberAndDay(reading, proposal)} {'· '}
        {proposal.body.shortName}
      </p>
      <h3>
        <a
          href={decision ? `${at}/decisions/${decision.number}` : `${at}/proposals/${proposal.number}`}
          lang={proposal.title.lang}
        >
          {proposal.title.text}
        </a>
      </h3>
    </li>
  )
}

function numberAndDay({ t, dates }: DeliberationReading, proposal: ProposalLine): string {
  const { decision, number, deadlineAt } = proposal
  if (decision)
    return `${t('record.decision', { number: decision.number })} · ${dates.day(decision.decidedOn)}`
  const name = t('record.proposal', { number })
  return deadlineAt ? `${name} · ${t('record.until', { at: endSaid(t, dates, deadlineAt) })}` : name
}

function Suspensions({
  reading: { locale, t, dates, at },
  forum,
  suspensions,
  sectors,
  pauses,
  documents,
}: {
  reading: DeliberationReading
  forum: string
  pauses: Record<string, PauseSeen>
  documents: DocumentSeen[]
  suspensions: Awaited<ReturnType<typeof suspensionsDeclared>>
  sectors: Awaited<ReturnType<typeof sectorsSeenBy>>
}) {
  if (suspensions.length === 0) return null
  return (
    <Section title={t('record.suspensions')}>
      <p className="when mb-3 max-w-[62ch]">{t('record.suspensionsText')}</p>
      <ul className="divide-y divide-rule border-y border-rule">
        {suspensions.slice(0, SUSPENSIONS_SHOWN).map((suspension) => {
          const sector = sectors.find((each) => each.id === suspension.sectorId)
          return (
            <li key={suspension.id} id={`suspension-${suspension.id}`} className="grid gap-1 py-3">
              <p className="when">
                {sector ? inLanguage(sector.name, locale).text : ''} ·{' '}
                {t(suspension.declaredBy ? 'record.since' : 'record.declaredOn', {
                  day: dates.day(suspension.declaredOn),
                })}
                {!suspension.declaredBy && !suspension.resumedOn
                  ? ` · ${t('commitments.one.suspensionEndUnknown')}`
                  : ''}
                {suspension.resumedOn
                  ? ` · ${t('record.resumed', { day: dates.day(suspension.resumedOn) })}`
                  : ''}{' '}
                ·{' '}
                <a href={`${at}/history/${suspension.entryIndex}`}>
                  {t('history.act', { number: suspension.entryIndex })}
                </a>
              </p>
              <blockquote className="signed-text" lang={inOwnLanguage(suspension, locale).lang}>
                {inOwnLanguage(suspension, locale).text}
              </blockquote>
              <DocumentList
                documents={documents.filter((document) => document.thing === suspension.id)}
                forum={forum}
                locale={locale}
                dates={dates}
              />
              <Pause
                pause={pauses[suspension.id] ?? { answers: [], conditions: [] }}
                reading={{ locale, dates, portal: at }}
              />
            </li>
          )
        })}
      </ul>
      {suspensions.length > SUSPENSIONS_SHOWN && (
        <p className="mt-3">
          <a href={`${at}/history?topic=proposals`}>{t('record.moreSuspensions')}</a>
        </p>
      )}
    </Section>
  )
}

function Filters({
  reading: { t, at },
  filter,
  bodies,
  filtered,
}: {
  reading: DeliberationReading
  filter: { body: string | undefined; outcome: string | undefined }
  bodies: Awaited<ReturnType<typeof bodiesSeenBy>>
  filtered: boolean
}) {
  return (
    <FilterBar
      action={`${at}/decisions`}
      label={t('history.filter')}
      submit={t('history.show')}
      clear={filtered ? { href: `${at}/decisions`, label: t('history.clear') } : undefined}
      choices={[
        {
          name: 'body',
          label: t('history.body'),
          value: filter.body,
          options: [
            { value: '', label: t('history.any') },
            ...bodies.map((body) => ({ value: body.id, label: body.shortName })),
          ],
        },
        {
          name: 'outcome',
          label: t('record.outcome'),
          value: filter.outcome,
          options: [
            { value: '', label: t('history.any') },
            ...outcomes.map((outcome) => ({
              value: outcome,
              label: t(`words.outcomes.${outcome}`),
            })),
          ],
        },
      ]}
    />
  )
}

function Open({
  reading,
  open,
  next,
  further,
}: {
  reading: DeliberationReading
  open: ProposalLine[]
  next: string | null
  further: boolean
}) {
  const { t, at } = reading
  return (
    <Section title={t('record.openProposals')}>
      <ul className="divide-y divide-rule border-y border-rule">
        {open.map((proposal) => (
          <Line key={proposal.id} reading={reading} proposal={proposal} />
        ))}
      </ul>
      <Pagination
        label={t('record.openPages')}
        first={further ? { href: `${at}/decisions`, label: t('history.newest') } : null}
        next={next ? { href: `${at}/decisions?before=${next}`, label: t('history.older') } : null}
      />
    </Section>
  )
}
