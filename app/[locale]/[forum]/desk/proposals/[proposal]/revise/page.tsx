import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { mayAct } from '@/app/_request/may'
import { FormArea, FormDay, FormText } from '@/components/form/action-form'
import { EmptyState, Notice } from '@/components/page/page'
import { lastDayBefore } from '@/lib/act/calendar.ts'
import { reviseStatusProposal } from '@/lib/commitments/commands.ts'
import { asksForStatus } from '@/lib/commitments/facts.ts'
import type { StatusEffect } from '@/lib/commitments/facts.ts'
import { choicesFor } from '@/lib/notices/seen.ts'
import { proposalSeenBy, wroteTheText } from '@/lib/proposals/seen.ts'
import type { ProposalSeen } from '@/lib/proposals/seen.ts'
import { reviseText } from '@/lib/proposals/commands.ts'
import { asksForRoadmap } from '@/lib/roadmaps/facts.ts'
import { deskFrame } from '../../../frame'
import type { DeskFrame } from '../../../frame'
import { Act, ActingSeat, Crumbs, PageHead } from '../../../parts'
import { reviseProposalAction, reviseTextAction } from '../../actions'
import { languages, statusLabels, StatusFields } from '../../status-fields'

type Props = { params: Promise<{ locale: string; forum: string; proposal: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('proposals'))('revise.title') }
}

export default async function RevisePage({ params }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk, dates } = frame
  const proposal = (await proposalSeenBy(viewer, (await params).proposal)) ?? notFound()
  const { effect } = proposal
  if (asksForRoadmap(effect)) notFound()
  if (!asksForStatus(effect)) return <ReviseText frame={frame} proposal={proposal} />
  const [may, choices, { own }] = await Promise.all([
    mayAct(viewer, reviseStatusProposal, { proposal: proposal.id }),
    choicesFor(viewer),
    wroteTheText(viewer, proposal.id),
  ])
  const commitment = choices.commitments.find((one) => one.id === proposal.commitmentId)
  const deadline = proposal.deadlineAt && lastDayBefore(viewer.forum.timeZone, proposal.deadlineAt)
  const later = deadline && deadline > choices.earliestDeadline ? deadline : choices.earliestDeadline
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${desk}/proposals`, label: t('proposals.list.title') },
          { href: `${desk}/proposals/${proposal.id}`, label: String(proposal.number) },
        ]}
        here={t('proposals.revise.title')}
      />
      <PageHead title={t('proposals.revise.title')} number={proposal.number} />
      {may.seats.length === 0 ? (
        <EmptyState title={proposal.title.text}>{may.refusal}</EmptyState>
      ) : (
        <>
          {proposal.positions.length > 0 && (
            <Notice
              tone="warning"
              title={t('proposals.revise.warning', {
                count: proposal.stands.filter((stand) => stand.position).length,
              })}
            >
              {t('proposals.revise.warningText')}
            </Notice>
          )}
          {!own && (
            <Notice title={t('proposals.revise.others')}>
              {t('proposals.revise.othersText')}{' '}
              <a href={`${desk}/proposals/${proposal.id}#text`}>{t('proposals.revise.othersRead')}</a>
            </Notice>
          )}
          <Act
            frame={frame}
            action={reviseProposalAction}
            hidden={{ proposal: proposal.id, digest: proposal.digest, ...languages(proposal.text.lang) }}
            labels={statusLabels(frame)}
            submit={t('proposals.revise.submit')}
            // To mend one's own words is to begin with them; somebody else's are read, and not put into one's mouth (decision 069).
            start={own ? startOf(proposal, effect, later) : {}}
          >
            <ActingSeat frame={frame} may={may} />
            <StatusFields
              frame={frame}
              moves={commitment?.moves ?? []}
              evidence={effect.evidence.length}
            />
            {proposal.mode === 'written' && (
              <FormDay
                name="deadlineOn"
                label={t('proposals.form.deadline')}
                hint={t('proposals.form.deadlineHint', {
                  earliest: dates.day(choices.earliestDeadline),
                  zone: dates.zone,
                })}
              />
            )}
          </Act>
        </>
      )}
    </>
  )
}

/** Other words for the same question: what it asks for stays. */
async function ReviseText({ frame, proposal }: { frame: DeskFrame; proposal: ProposalSeen }) {
  const { t, viewer, desk, dates } = frame
  const [may, choices, { own }] = await Promise.all([
    mayAct(viewer, reviseText, { proposal: proposal.id }),
    choicesFor(viewer),
    wroteTheText(viewer, proposal.id),
  ])
  const written = proposal.mode === 'written'
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${desk}/proposals`, label: t('proposals.list.title') },
          { href: `${desk}/proposals/${proposal.id}`, label: String(proposal.number) },
        ]}
        here={t('proposals.revise.title')}
      />
      <PageHead title={t('proposals.revise.title')} number={proposal.number} />
      {may.seats.length === 0 ? (
        <EmptyState title={proposal.title.text}>{may.refusal}</EmptyState>
      ) : (
        <>
          <Notice>{t('plans.form.reviseText')}</Notice>
          <Act
            frame={frame}
            action={reviseTextAction}
            hidden={{
              proposal: proposal.id,
              digest: proposal.digest,
              'title.lang': proposal.text.lang,
              'text.lang': proposal.text.lang,
            }}
            labels={{
              'title.text': t('plans.form.title'),
              'text.text': t('plans.form.text'),
              deadlineOn: t('proposals.form.deadline'),
            }}
            submit={t('proposals.revise.submit')}
            start={
              own
                ? {
                    'title.text': proposal.title.text,
                    'text.text': proposal.text.text,
                    ...(written && { deadlineOn: choices.earliestDeadline }),
                  }
                : {}
            }
          >
            <ActingSeat frame={frame} may={may} />
            <FormText name="title.text" label={t('plans.form.title')} required />
            <FormArea name="text.text" label={t('plans.form.text')} rows={8} signed required />
            {written && (
              <FormDay
                name="deadlineOn"
                label={t('proposals.form.deadline')}
                hint={t('proposals.form.deadlineHint', {
                  earliest: dates.day(choices.earliestDeadline),
                  zone: dates.zone,
                })}
              />
            )}
          </Act>
        </>
      )}
    </>
  )
}

/** What the form begins with, by the names of its fields. */
function startOf(
  proposal: ProposalSeen,
  effect: StatusEffect,
  deadlineOn: string,
): Record<string, string> {
  return {
    to: effect.to,
    'title.text': proposal.title.text,
    'text.text': proposal.text.text,
    reasonClass: effect.reasonClass,
    'tried.text': effect.tried.text,
    'conditions.text': effect.conditions?.text ?? '',
    reviewOn: effect.reviewOn ?? '',
    ...(proposal.mode === 'written' && { deadlineOn }),
    ...Object.fromEntries(
      effect.evidence.flatMap((piece, row) => [
        [`evidence.${row}.title`, piece.title],
        [`evidence.${row}.address`, piece.address ?? ''],
      ]),
    ),
  }
}
