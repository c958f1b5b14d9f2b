import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { askedOn } from '@/app/_request/portal'
import type { Query } from '@/app/_request/portal'
import { datesOf, endSaid, inLanguage } from '@/app/_request/dates'
import { publicViewerOf } from '@/app/_request/who'
import { EmptyState, FilterBar, Lead, PageTitle, Pagination, Section } from '@/components/page/page'
import { ConsensusMarks } from '@/components/proposals/marks'
import { bodiesSeenBy, sectorsSeenBy } from '@/lib/bodies/queries.ts'
import { decisionsSeenBy, proposalPagesSeenBy, suspensionsDeclared } from '@/lib/proposals/queries.ts'
import type { ProposalLine } from '@/lib/proposals/queries.ts'
import { outcomes } from '@/lib/proposals/rules.ts'

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
  const given = Object.fromEntries(
    Object.entries({ body: filter.body, outcome: filter.outcome }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  )
  const row = (proposal: ProposalLine) => {
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
    return (
      <li key={proposal.id} className="grid gap-1 py-4">
        <p className="when">
          {decision
            ? `${t('record.decision', { number: decision.number })} · ${dates.day(decision.decidedOn)}`
            : `${t('record.proposal', { number: proposal.number })}${proposal.deadlineAt ? ` · ${t('record.until', { at: endSaid(t, dates, proposal.deadlineAt) })}` : ''}`}{' '}
          · {proposal.body.shortName}
        </p>
        <h3>
          <a
            href={decision ? `${at}/decisions/${decision.number}` : `${at}/proposals/${proposal.number}`}
            lang={proposal.title.lang}
          >
            {proposal.title.text}
          </a>
        </h3>
        <p className="flex flex-wrap items-center gap-3">
          <ConsensusMarks stands={marks} />{' '}
          {decision ? t(`words.outcomes.${decision.outcome}`) : t('record.waiting')}
        </p>
      </li>
    )
  }
  return (
    <>
      <PageTitle>{t('record.decisions')}</PageTitle>
      <Lead>{t('record.decisionsLead')}</Lead>
      {open.length > 0 && (
        <Section title={t('record.openProposals')}>
          <ul className="divide-y divide-rule border-y border-rule">{open.map(row)}</ul>
          <Pagination
            label={t('record.openPages')}
            first={ofOpen ? { href: `${at}/decisions`, label: t('history.newest') } : null}
            next={
              moreOpen ? { href: `${at}/decisions?before=${moreOpen}`, label: t('history.older') } : null
            }
          />
        </Section>
      )}
      {!ofOpen && (
        <Section title={t('record.closed')}>
          <FilterBar
            action={`${at}/decisions`}
            label={t('history.filter')}
            submit={t('history.show')}
            clear={
              Object.keys(given).length
                ? { href: `${at}/decisions`, label: t('history.clear') }
                : undefined
            }
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
          {decisions.length === 0 ? (
            <EmptyState title={t('record.noDecisions')}>
              {viewer.forum.kind === 'record'
                ? t('record.noDecisionsRecord')
                : t('record.noDecisionsText')}
            </EmptyState>
          ) : (
            <ul className="divide-y divide-rule border-y border-rule">{decisions.map(row)}</ul>
          )}
          <Pagination
            label={t('history.pages')}
            first={
              filter.cursor
                ? { href: `${at}/decisions?${new URLSearchParams(given)}`, label: t('history.newest') }
                : null
            }
            next={
              next
                ? {
                    href: `${at}/decisions?${new URLSearchParams({ ...given, before: next })}`,
                    label: t('history.older'),
                  }
                : null
            }
          />
        </Section>
      )}
      {suspensions.length > 0 && !asked.before && (
        <Section title={t('record.suspensions')}>
          <p className="when mb-3 max-w-[62ch]">{t('record.suspensionsText')}</p>
          <ul className="divide-y divide-rule border-y border-rule">
            {suspensions.slice(0, SUSPENSIONS_SHOWN).map((suspension) => {
              const sector = sectors.find((each) => each.id === suspension.sectorId)
              return (
                <li key={suspension.id} className="grid gap-1 py-3">
                  <p className="when">
                    {sector ? inLanguage(sector.name, locale).text : ''} ·{' '}
                    {t('record.since', { day: dates.day(suspension.declaredOn) })}
                    {suspension.resumedOn
                      ? ` · ${t('record.resumed', { day: dates.day(suspension.resumedOn) })}`
                      : ''}{' '}
                    ·{' '}
                    <a href={`${at}/history/${suspension.entryIndex}`}>
                      {t('history.act', { number: suspension.entryIndex })}
                    </a>
                  </p>
                  <blockquote className="signed-text" lang={suspension.reason.lang}>
                    {suspension.reason.text}
                  </blockquote>
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
      )}
    </>
  )
}
