import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ButtonLink, EmptyState, Pagination, Section } from '@/components/page/page'
import { ConsensusMarks } from '@/components/proposals/marks'
import { proposalPagesSeenBy } from '@/lib/proposals/seen.ts'
import type { ProposalLine } from '@/lib/proposals/seen.ts'
import { effectsOfDecisions } from '@/lib/roadmaps/result-seen.ts'
import type { DecisionEffect } from '@/lib/roadmaps/result-seen.ts'
import { deskFrame } from '../frame'
import type { DeskFrame } from '../frame'
import { Crumbs, PageHead, resultOf, Why } from '../parts'
import { proposableBy } from './proposable'
import { marksOf } from './stands'

type Props = {
  params: Promise<{ locale: string; forum: string }>
  searchParams: Promise<{ cursor?: string | string[] }>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('proposals'))('list.title') }
}

export default async function ProposalsPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk } = frame
  const cursor = String((await searchParams).cursor ?? '')
  const [{ open, closed, next }, proposable] = await Promise.all([
    proposalPagesSeenBy(viewer, { cursor }),
    proposableBy(viewer),
  ])
  const mayPropose = viewer.seats.some(({ function: held }) => held !== 'observer')
  const effects = await effectsOfDecisions(
    viewer,
    closed.flatMap(({ decision }) => decision?.id ?? []),
  )
  return (
    <>
      <Crumbs frame={frame} here={t('proposals.list.title')} />
      <PageHead title={t('proposals.list.title')} lead={t('proposals.list.lead')}>
        {proposable.open.size > 0 || mayPropose ? (
          <p>
            <ButtonLink href={`${desk}/proposals/new`}>{t('desk.home.propose')}</ButtonLink>
          </p>
        ) : (
          <Why>{proposable.refusal}</Why>
        )}
        <p>
          <a href={`${desk}/records`}>{t('taken.desk')}</a>
        </p>
      </PageHead>
      {(!cursor || open.length > 0) && (
        <Section title={t('proposals.list.open')}>
          {open.length === 0 ? (
            <EmptyState title={t('proposals.list.noneOpen')}>
              {t('proposals.list.noneOpenText')}
            </EmptyState>
          ) : (
            <Lines frame={frame} proposals={open} effects={{}} />
          )}
        </Section>
      )}
      {closed.length > 0 && (
        <Section title={t('proposals.list.closed')}>
          <Lines frame={frame} proposals={closed} effects={effects} />
        </Section>
      )}
      <Pagination
        label={t('proposals.list.pages')}
        first={cursor ? { href: `${desk}/proposals`, label: t('proposals.list.newest') } : null}
        next={
          next ? { href: `${desk}/proposals?cursor=${next}`, label: t('proposals.list.more') } : null
        }
      />
    </>
  )
}

type Effects = Record<string, DecisionEffect>

function Lines({
  frame,
  proposals,
  effects,
}: {
  frame: DeskFrame
  proposals: ProposalLine[]
  effects: Effects
}) {
  const { t, desk, endOf } = frame
  return (
    <ul>
      {proposals.map((proposal) => (
        <li
          key={proposal.id}
          className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-b border-rule py-3"
        >
          <span className="min-w-0 flex-1 basis-80">
            <a
              href={`${desk}/proposals/${proposal.id}`}
              className="font-semibold"
              lang={proposal.title.lang}
            >
              {proposal.number}. {proposal.title.text}
            </a>
            <span className="block">{stateOf(proposal, frame, effects)}</span>
            <span className="when block">
              {[
                proposal.body.shortName,
                t(`words.modes.${proposal.mode}`),
                proposal.deadlineAt &&
                  !proposal.closedAt &&
                  t('proposals.until', { at: endOf(proposal.deadlineAt) }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
          <ConsensusMarks stands={marksOf(frame, proposal)} />
        </li>
      ))}
    </ul>
  )
}

function stateOf(one: ProposalLine, frame: DeskFrame, effects: Effects): string {
  const { t } = frame
  if (one.withdrawnAt) return t('proposals.state.withdrawn')
  if (!one.decision) return t('proposals.state.open')
  return resultOf(frame, one, effects[one.decision.id])
}
