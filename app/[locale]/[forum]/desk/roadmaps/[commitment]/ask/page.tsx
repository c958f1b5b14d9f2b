import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { FormArea, FormDay, FormRadios, FormText } from '@/components/form/action-form'
import { EmptyState, Notice, Section } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import { choicesFor } from '@/lib/notices/seen.ts'
import { proposeRoadmap, reviseRoadmapProposal } from '@/lib/roadmaps/commands.ts'
import { compare } from '@/lib/roadmaps/compare.ts'
import { roadmapIn, unfinishedIn } from '@/lib/roadmaps/draft.ts'
import { RoadmapText } from '@/lib/roadmaps/facts.ts'
import { activitiesOf, changeReasons, faultsOf } from '@/lib/roadmaps/rules.ts'
import type { DeskFrame } from '../../../frame'
import { Act, ActingSeat, Crumbs, PageHead, Why } from '../../../parts'
import { startOfWay, Way } from '../../../proposals/way'
import { proposeRoadmapAction, reviseRoadmapAction } from '../../actions'
import { RoadmapChanges } from '../../../../_roadmap/changes'
import { roadmapDesk } from '../read'
import type { RoadmapDesk, RoadmapParams } from '../read'

type Props = { params: RoadmapParams; searchParams: Promise<{ proposal?: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const {
    frame: { t },
    latest,
  } = await roadmapDesk(params)
  return { title: t(latest ? 'roadmaps.desk.askChange' : 'roadmaps.desk.askSeal') }
}

/** Before others are asked: the exact text that would be sealed, or what it would change, and then the request. */
export default async function AskPage({ params, searchParams }: Props) {
  const desk = await roadmapDesk(params)
  const { frame, commitment, paper, latest, roadmap } = desk
  const { t, viewer } = frame
  const here = `${frame.desk}/roadmaps/${commitment.id}`
  const parsed = RoadmapText.safeParse(roadmapIn(paper.content))
  if (!paper.begun || !parsed.success || unfinishedIn(paper.content).length > 0)
    redirect(`${here}#paper`)
  const asked = (await searchParams).proposal
  const request = roadmap.requests.find((roadmapRequest) => roadmapRequest.proposal.id === asked)
  const may = request
    ? await mayAct(viewer, reviseRoadmapProposal, { proposal: request.proposal.id })
    : await mayAct(viewer, proposeRoadmap, { commitment: commitment.id })
  const toAsk = latest ? 'roadmaps.desk.askChange' : 'roadmaps.desk.askSeal'
  const title = t(request ? 'roadmaps.ask.reviseTitle' : toAsk)
  const faults = faultsOf(parsed.data)
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${frame.desk}/roadmaps`, label: t('roadmaps.list.title') },
          { href: here, label: t('roadmaps.of', { number: commitment.number }) },
        ]}
        here={title}
      />
      <PageHead
        title={title}
        lead={t(latest ? 'roadmaps.ask.leadChange' : 'roadmaps.ask.leadSeal', {
          count: activitiesOf(parsed.data).length,
        })}
      />
      {latest && (
        <Section title={t('roadmaps.ask.changes')}>
          <RoadmapChanges
            reading={frame}
            names={roadmap.names}
            comparison={compare(latest.roadmap, parsed.data)}
          />
        </Section>
      )}
      {faults.length > 0 ? (
        <EmptyState title={t('roadmaps.ask.faults')}>
          {faults.map((fault) => t(`refusals.${fault.key}`, fault.params)).join(' ')}{' '}
          <a href={here}>{t('roadmaps.ask.mend')}</a>
        </EmptyState>
      ) : (
        <RequestOrWhyNot desk={desk} may={may} request={request} />
      )}
    </>
  )
}

type Asked = RoadmapDesk['roadmap']['requests'][number] | undefined

function RequestOrWhyNot({ desk, may, request }: { desk: RoadmapDesk; may: May; request: Asked }) {
  if (may.seats.length === 0) return <Why>{may.refusal}</Why>
  return (
    <Section title={desk.frame.t('roadmaps.ask.request')}>
      <Request desk={desk} may={may} request={request} />
    </Section>
  )
}

async function Request({
  desk: { frame, commitment, paper, latest },
  may,
  request,
}: {
  desk: RoadmapDesk
  may: May
  request: Asked
}) {
  const { t, viewer, locale } = frame
  const choices = await choicesFor(viewer, { underWay: true })
  const languages = {
    'title.lang': locale,
    'text.lang': locale,
    ...(latest && { 'effectOnGoal.lang': locale }),
  }
  const isWritten = request?.proposal.mode === 'written'
  return (
    <Act
      frame={frame}
      action={request ? reviseRoadmapAction : proposeRoadmapAction}
      submit={t(request ? 'roadmaps.ask.revise' : 'roadmaps.ask.submit')}
      hidden={{
        revision: String(paper.revision),
        ...languages,
        ...(request
          ? { proposal: request.proposal.id, digest: request.proposal.digest }
          : { commitment: commitment.id }),
      }}
      labels={{
        'title.text': t('proposals.form.title'),
        'text.text': t('roadmaps.ask.text'),
        reasonClass: t('roadmaps.ask.reason'),
        'effectOnGoal.text': t('roadmaps.ask.effect'),
        mode: t('proposals.form.mode'),
        agendaItem: t('proposals.form.item'),
        deadlineOn: t('proposals.form.deadline'),
      }}
      start={{
        ...startOfWay(choices),
        'title.text':
          request?.proposal.title.text ??
          t(latest ? 'roadmaps.ask.titleChange' : 'roadmaps.ask.titleSeal', {
            number: commitment.number,
          }),
      }}
    >
      <ActingSeat frame={frame} may={may} />
      {request && (
        <Notice title={t('roadmaps.ask.before')}>
          <SignedText {...request.proposal.text} />
        </Notice>
      )}
      <FormText name="title.text" label={t('proposals.form.title')} required />
      <FormArea
        name="text.text"
        label={t('roadmaps.ask.text')}
        hint={t('roadmaps.ask.textHint')}
        rows={4}
        signed
        required
      />
      {latest && <WhyTheChange t={t} />}
      {request ? (
        isWritten && <Deadline frame={frame} earliest={choices.earliestDeadline} />
      ) : (
        <Way frame={frame} choices={choices} items={choices.items} />
      )}
    </Act>
  )
}

function WhyTheChange({ t }: { t: DeskFrame['t'] }) {
  return (
    <>
      <FormRadios
        name="reasonClass"
        label={t('roadmaps.ask.reason')}
        options={changeReasons.map((value) => ({ value, label: t(`words.changeReasons.${value}`) }))}
      />
      <FormArea
        name="effectOnGoal.text"
        label={t('roadmaps.ask.effect')}
        hint={t('roadmaps.ask.effectHint')}
        rows={3}
        signed
        required
      />
    </>
  )
}

function Deadline({ frame: { t, dates }, earliest }: { frame: DeskFrame; earliest: string }) {
  return (
    <FormDay
      name="deadlineOn"
      label={t('proposals.form.deadline')}
      hint={t('proposals.form.deadlineHint', {
        earliest: dates.day(earliest),
        zone: dates.zone,
      })}
    />
  )
}
