import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { actedBy } from '@/app/_request/acted'
import { foreseen } from '@/app/_request/foreseen'
import { mayAct } from '@/app/_request/may'
import { FormArea, FormRadios } from '@/components/form/action-form'
import { ButtonLink, Card, Facts, Notice, Section, TwoColumns } from '@/components/page/page'
import { Digest, SignedText, WordDiff } from '@/components/page/text'
import { ConsensusMarks } from '@/components/proposals/marks'
import type { Viewer } from '@/lib/act/viewer.ts'
import { reviseStatusProposal } from '@/lib/commitments/commands.ts'
import { asksForStatus } from '@/lib/commitments/facts.ts'
import { isOver } from '@/lib/commitments/rules.ts'
import { meetingSeenBy } from '@/lib/meetings/seen.ts'
import { wordsChanged } from '@/lib/minutes/rules.ts'
import { documentsSeenBy } from '@/lib/documents/seen.ts'
import { choicesFor } from '@/lib/notices/seen.ts'
import { reviseRoadmapProposal } from '@/lib/roadmaps/commands.ts'
import { asksForRoadmap } from '@/lib/roadmaps/facts.ts'
import {
  closeWithoutConsensus,
  reviseText,
  takePosition,
  withdrawProposal,
} from '@/lib/proposals/commands.ts'
import { proposalSeenBy } from '@/lib/proposals/seen.ts'
import type { ProposalSeen } from '@/lib/proposals/seen.ts'
import { stances } from '@/lib/proposals/rules.ts'
import { effectsOfDecisions } from '@/lib/roadmaps/result-seen.ts'
import type { DecisionEffect } from '@/lib/roadmaps/result-seen.ts'
import { ConditionsToMeet } from '../../../_decisions/paused'
import { ChangeAsked } from '../../../_changes/red-line'
import { PlanAsked } from '../../../_plans/asked'
import { RoadmapAsked } from '../../../_roadmap/effect'
import { DocumentList } from '../../../_documents/list'
import { FrozenBy } from '../../../_pauses/frozen'
import { AppointmentAsked } from '../../../_seating/effect'
import { deskFrame } from '../../frame'
import type { DeskFrame } from '../../frame'
import { Act, ActingSeat, Crumbs, Done, PageHead, resultOf, SectorName, Why } from '../../parts'
import { closeWithoutConsensusAction, takePositionAction, withdrawProposalAction } from '../actions'
import { marksOf, Stands } from '../stands'

type Props = {
  params: Promise<{ locale: string; forum: string; proposal: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { viewer } = await deskFrame(params)
  const proposal = await proposalSeenBy(viewer, (await params).proposal)
  return { title: proposal ? `${proposal.number}. ${proposal.title.text}` : '' }
}

function whereItStands(
  frame: DeskFrame,
  proposal: ProposalSeen,
  effect: DecisionEffect | null | undefined,
): string {
  const { t, dates, say } = frame
  if (proposal.withdrawnAt)
    return t('proposals.page.withdrawn', { at: dates.moment(proposal.withdrawnAt) })
  if (proposal.decision) return `${resultOf(frame, proposal, effect)}.`
  const missing = proposal.stands.filter((stand) => !stand.position)
  if (missing.length === 0) return t('proposals.page.allSpoke')
  return t('proposals.page.missing', {
    sectors: missing.map((stand) => say(stand.sector.name)).join(', '),
    count: missing.length,
  })
}

export default async function ProposalPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk, dates, endOf } = frame
  const proposal = (await proposalSeenBy(viewer, (await params).proposal)) ?? notFound()
  const { decision } = proposal
  const effect = decision && (await effectsOfDecisions(viewer, [decision.id]))[decision.id]
  return (
    <>
      <Crumbs
        frame={frame}
        path={[{ href: `${desk}/proposals`, label: t('proposals.list.title') }]}
        here={String(proposal.number)}
      />
      <PageHead
        number={proposal.number}
        title={proposal.title.text}
        lang={proposal.title.lang}
        tags={[stateOf(proposal, frame), t(`words.modes.${proposal.mode}`)]}
      />
      <Done searchParams={searchParams} frame={frame} />
      <TwoColumns aside={<Aside frame={frame} proposal={proposal} />}>
        <Card strong>
          <p className="flex flex-wrap items-center gap-4">
            <ConsensusMarks stands={marksOf(frame, proposal)} />
            <b className="font-serif text-lg font-semibold">{whereItStands(frame, proposal, effect)}</b>
          </p>
          {decision && (
            <p className="when mt-2">
              {t('proposals.page.decided', {
                day: dates.day(decision.decidedOn),
                at: dates.moment(decision.recordedAt),
                number: decision.number,
              })}
            </p>
          )}
          {!proposal.closedAt && (
            <p className="mt-2">
              {proposal.mode === 'session'
                ? t('proposals.page.bySession')
                : proposal.deadlineAt &&
                  t('proposals.page.byDeadline', { at: endOf(proposal.deadlineAt) })}
            </p>
          )}
        </Card>
        {!proposal.closedAt && (
          <FrozenBy
            viewer={viewer}
            locale={frame.locale}
            commitments={[proposal.commitmentId]}
            where="proposal"
            at={`${desk}/participation`}
          />
        )}
        {!proposal.closedAt && <WithoutObject frame={frame} proposal={proposal} />}
        <Section id="text" title={t('proposals.page.text')}>
          <SignedText {...proposal.text} />
          <Effect frame={frame} proposal={proposal} />
        </Section>
        <ChangeAsked reading={frame} viewer={viewer} proposal={proposal} at={frame.portal} />
        <ConditionsToMeet reading={frame} viewer={viewer} proposal={proposal} />
        <Documents frame={frame} proposal={proposal} />
        <Section id="positions" title={t('proposals.page.positions')}>
          <Stands frame={frame} proposal={proposal} />
        </Section>
        <Position frame={frame} proposal={proposal} />
        <Earlier frame={frame} proposal={proposal} />
        <Versions frame={frame} proposal={proposal} />
        <Steward frame={frame} proposal={proposal} />
      </TwoColumns>
    </>
  )
}

async function Documents({ frame, proposal }: { frame: DeskFrame; proposal: ProposalSeen }) {
  const { t, viewer, desk, dates } = frame
  return (
    <Section id="documents" title={t('documents.title')}>
      <DocumentList
        documents={await documentsSeenBy(viewer, [proposal.id])}
        forum={frame.forum}
        locale={frame.locale}
        dates={dates}
      />
      <p>
        <a href={`${desk}/documents/proposal/${proposal.id}`}>{t('documents.handInHere')}</a>
      </p>
    </Section>
  )
}

/** What it is about is over meanwhile: its status can change no more. */
async function WithoutObject({ frame, proposal }: { frame: DeskFrame; proposal: ProposalSeen }) {
  const { t, viewer } = frame
  const { commitments } = await choicesFor(viewer)
  const status = commitments.find((one) => one.id === proposal.commitmentId)?.status
  if (!status || !isOver(status)) return null
  return (
    <Notice tone="warning" title={t('proposals.page.isOver', { status: t(`words.statuses.${status}`) })}>
      {proposal.effect.kind === 'commitments.status' && t('proposals.page.isOverText')}
    </Notice>
  )
}

function stateOf(one: ProposalSeen, { t }: DeskFrame): string {
  if (one.withdrawnAt) return t('proposals.state.withdrawn')
  return one.decision ? t(`words.outcomes.${one.decision.outcome}`) : t('proposals.state.open')
}

async function Effect({ frame, proposal }: { frame: DeskFrame; proposal: ProposalSeen }) {
  const { t, dates } = frame
  const { effect } = proposal
  if (asksForRoadmap(effect))
    return <RoadmapAsked reading={frame} viewer={frame.viewer} proposal={proposal} />
  if (!asksForStatus(effect))
    return (
      <>
        <PlanAsked reading={frame} viewer={frame.viewer} proposal={proposal} />
        <AppointmentAsked reading={frame} viewer={frame.viewer} effect={effect} />
      </>
    )
  const rows = [
    { label: t('proposals.form.to'), value: <strong>{t(`words.statuses.${effect.to}`)}</strong> },
    { label: t('proposals.form.reasonClass'), value: t(`words.reasonClasses.${effect.reasonClass}`) },
    { label: t('proposals.form.tried'), value: <SignedText {...effect.tried} /> },
    ...(effect.conditions
      ? [{ label: t('proposals.form.conditions'), value: <SignedText {...effect.conditions} /> }]
      : []),
    ...(effect.reviewOn
      ? [{ label: t('proposals.form.reviewOn'), value: dates.day(effect.reviewOn) }]
      : []),
    ...(effect.evidence.length > 0
      ? [
          {
            label: t('proposals.form.evidence'),
            value: (
              <ul>
                {effect.evidence.map((piece) => (
                  <li key={piece.title}>
                    {piece.address ? (
                      <a href={piece.address} rel="noopener noreferrer nofollow">
                        {piece.title}
                      </a>
                    ) : (
                      piece.title
                    )}
                  </li>
                ))}
              </ul>
            ),
          },
        ]
      : []),
    { label: t('proposals.page.digest'), value: <Digest>{proposal.digest}</Digest> },
  ]
  return (
    <div className="mt-6">
      <Facts items={rows} />
    </div>
  )
}

async function PositionInSession({ frame, proposal }: { frame: DeskFrame; proposal: ProposalSeen }) {
  const { t, viewer, dates } = frame
  const meeting = proposal.meetingId ? await meetingSeenBy(viewer, proposal.meetingId) : null
  return (
    <Section id="position" title={t('proposals.position.title')}>
      <p className="max-w-[62ch]">{t('proposals.position.inSession')}</p>
      {meeting && (
        <p className="mt-2">
          <a href={`${frame.desk}/meetings/${meeting.id}#item-${proposal.agendaItemId ?? ''}`}>
            {t('proposals.position.meeting', {
              body: meeting.body.shortName,
              day: dates.day(meeting.heldOn),
            })}
          </a>
        </p>
      )}
    </Section>
  )
}

/** The position of one's sector: the four stances with what each one means, and a reason where it needs one. */
async function Position({ frame, proposal }: { frame: DeskFrame; proposal: ProposalSeen }) {
  const { t, viewer, locale } = frame
  if (proposal.closedAt) return null
  if (proposal.mode === 'session') return <PositionInSession frame={frame} proposal={proposal} />
  const may = await mayAct(viewer, takePosition, { proposal: proposal.id })
  const own = proposal.stands.find((stand) =>
    may.seats.some((seat) => seat.sector === stand.sector.id),
  )?.position
  // Said before anything is pressed, where agreement would decide: the command itself says it, on the text as it stands.
  const ahead = await foreseen(viewer, takePosition, may, {
    proposal: proposal.id,
    digest: proposal.digest,
    stance: 'agree',
  })
  return (
    <Section id="position" title={t(own ? 'proposals.position.change' : 'proposals.position.title')}>
      {may.seats.length === 0 ? (
        <Why>{may.refusal}</Why>
      ) : (
        <Act
          signs
          frame={frame}
          action={takePositionAction}
          hidden={{
            proposal: proposal.id,
            digest: proposal.digest,
            'reason.lang': locale,
          }}
          labels={{
            stance: t('proposals.position.stance'),
            'reason.text': t('proposals.position.reason'),
          }}
          submit={t(own ? 'proposals.position.changeSubmit' : 'proposals.position.submit')}
          ahead={ahead && { title: t('proposals.position.last'), said: ahead }}
        >
          {own && (
            <p className="max-w-[62ch]">
              {t('proposals.position.before', { stance: t(`proposals.said.${own.stance}`) })}{' '}
              {t('proposals.position.changeText')}
            </p>
          )}
          <ActingSeat frame={frame} may={may} />
          <FormRadios
            name="stance"
            label={t('proposals.position.stance')}
            options={stances.map((value) => ({
              value,
              label: t(`proposals.said.${value}`),
              hint: t(`proposals.position.means.${value}`),
            }))}
          />
          <FormArea
            name="reason.text"
            label={t('proposals.position.reason')}
            hint={t('proposals.position.reasonHint')}
            rows={4}
            signed
          />
          <p className="hint max-w-[62ch]">
            {t('proposals.position.about', { digest: proposal.digest.slice(0, 12) })}
          </p>
        </Act>
      )}
    </Section>
  )
}

/**
 * What was said to an earlier text, before a change of mind, or before a suspension: visible still, and no
 * longer counted.
 */
function Earlier({ frame, proposal }: { frame: DeskFrame; proposal: ProposalSeen }) {
  const { t, dates, locale } = frame
  const counting = new Set(proposal.stands.map((stand) => stand.position?.id))
  const earlier = proposal.positions.filter((position) => !counting.has(position.id))
  if (earlier.length === 0) return null
  return (
    <Section id="earlier" title={t('proposals.page.earlier')}>
      <ul>
        {earlier.map((positionSeen) => {
          const sector = proposal.stands.find((stand) => stand.sector.id === positionSeen.sector)?.sector
          return (
            <li key={positionSeen.id} className="border-b border-rule py-3">
              <p>
                {sector && <SectorName frame={frame} sector={sector} />} ·{' '}
                {t(`proposals.said.${positionSeen.stance}`)}{' '}
                <span className="when">
                  · {actedBy(t, locale, positionSeen, proposal.body)} ·{' '}
                  {dates.moment(positionSeen.takenAt)}
                  {positionSeen.ended &&
                    ` · ${t(`record.ended.${positionSeen.ended.by}`, {
                      day: dates.day(dates.dayOf(positionSeen.ended.at)),
                    })}`}
                </span>
              </p>
              {positionSeen.reason && <SignedText {...positionSeen.reason} />}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

function Versions({ frame, proposal }: { frame: DeskFrame; proposal: ProposalSeen }) {
  const { t, dates } = frame
  if (proposal.versions.length < 2) return null
  return (
    <Section id="versions" title={t('proposals.page.versions')}>
      {proposal.versions
        .slice(1)
        .toReversed()
        .map((version) => {
          const before = proposal.versions.find((each) => each.number === version.number - 1)
          const pieces = wordsChanged(
            `${before?.content.title.text ?? ''}\n\n${before?.content.text.text ?? ''}`,
            `${version.content.title.text}\n\n${version.content.text.text}`,
          )
          return (
            <details key={version.number} className="border-b border-rule py-3">
              <summary className="cursor-pointer">
                {t('proposals.page.version', {
                  number: version.number,
                  at: dates.moment(version.madeAt),
                })}
              </summary>
              <WordDiff
                lang={version.content.text.lang}
                parts={pieces.map(({ text, is }) => ({
                  text,
                  change: is === 'removed' ? ('gone' as const) : is,
                }))}
              />
              <p className="mt-2">
                <Digest>{version.digest}</Digest>
              </p>
            </details>
          )
        })}
    </Section>
  )
}

/** Who may change its text: what a status or a roadmap asks for changes with it, all else keeps what it asks for. */
function mayRevise(viewer: Viewer, { id: proposal, effect }: ProposalSeen) {
  if (asksForRoadmap(effect)) return mayAct(viewer, reviseRoadmapProposal, { proposal })
  if (asksForStatus(effect)) return mayAct(viewer, reviseStatusProposal, { proposal })
  return mayAct(viewer, reviseText, { proposal })
}

/** What its proposer, and the body, may still do with it. */
async function Steward({ frame, proposal }: { frame: DeskFrame; proposal: ProposalSeen }) {
  const { t, viewer, desk, locale } = frame
  if (proposal.closedAt) return null
  const about = { proposal: proposal.id }
  const ofRoadmap = asksForRoadmap(proposal.effect)
  const revising = ofRoadmap
    ? `${desk}/roadmaps/${proposal.commitmentId ?? ''}/ask?proposal=${proposal.id}`
    : `${desk}/proposals/${proposal.id}/revise`
  const [revision, mayWithdraw, mayClose] = await Promise.all([
    mayRevise(viewer, proposal),
    mayAct(viewer, withdrawProposal, about),
    mayAct(viewer, closeWithoutConsensus, about),
  ])
  if (revision.seats.length + mayWithdraw.seats.length + mayClose.seats.length === 0) return null
  return (
    <Section id="steward" title={t('proposals.page.steward')}>
      <div className="grid gap-2">
        {revision.seats.length > 0 && (
          <p>
            <ButtonLink href={revising} kind="plain">
              {t('proposals.revise.title')}
            </ButtonLink>
          </p>
        )}
        {mayClose.seats.length > 0 && (
          <Act
            fold={t('proposals.close.title')}
            frame={frame}
            action={closeWithoutConsensusAction}
            hidden={{ ...about, digest: proposal.digest }}
            submit={t('proposals.close.submit')}
            kind="quiet"
          >
            <p>{t('proposals.close.text')}</p>
            <ActingSeat frame={frame} may={mayClose} />
          </Act>
        )}
        {mayWithdraw.seats.length > 0 && (
          <Act
            fold={t('proposals.withdraw.title')}
            frame={frame}
            action={withdrawProposalAction}
            hidden={{ ...about, 'reason.lang': locale }}
            submit={t('proposals.withdraw.submit')}
            kind="quiet"
          >
            <p>{t('proposals.withdraw.text')}</p>
            <ActingSeat frame={frame} may={mayWithdraw} />
            <FormArea name="reason.text" label={t('desk.form.reason')} rows={3} required />
          </Act>
        )}
      </div>
    </Section>
  )
}

async function Aside({ frame, proposal }: { frame: DeskFrame; proposal: ProposalSeen }) {
  const { t, viewer, say, portal, locale, dates } = frame
  const commitment = proposal.commitmentId
    ? (await choicesFor(viewer)).commitments.find((one) => one.id === proposal.commitmentId)
    : undefined
  const inPublic = proposal.decision
    ? `${portal}/decisions/${proposal.decision.number}`
    : `${portal}/proposals/${proposal.number}`
  return (
    <div className="washed grid gap-3">
      {commitment && (
        <p>
          <span className="when block">{say(commitment.plan)}</span>
          <a href={`${portal}/plans/${commitment.planSlug}/commitments/${commitment.number}`}>
            {commitment.number}.{' '}
            {commitment.title[locale as 'es' | 'en'] ?? commitment.title.es ?? commitment.title.en ?? ''}
          </a>
          <span className="when block">
            {t('proposals.new.standsAt', { status: t(`words.statuses.${commitment.status}`) })}
          </span>
        </p>
      )}
      <p>{t('proposals.new.decides', { body: say(proposal.body.name) })}</p>
      {proposal.proposedBy && (
        <p className="when">
          {t('proposals.page.proposedBy', {
            seat: say(proposal.proposedBy.name),
            at: dates.moment(proposal.proposedAt),
          })}
        </p>
      )}
      <p>
        <a href={inPublic}>{t('proposals.page.public')}</a>
      </p>
    </div>
  )
}
