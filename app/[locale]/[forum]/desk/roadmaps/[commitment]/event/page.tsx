import type { Metadata } from 'next'
import { mayAct } from '@/app/_request/may'
import { FormArea, FormChecks, FormSelect, FormText } from '@/components/form/action-form'
import { EmptyState } from '@/components/page/page'
import { eventsSeenBy } from '@/lib/commitments/source-seen.ts'
import { linkEvent } from '@/lib/events/commands.ts'
import { activitiesOf } from '@/lib/roadmaps/rules.ts'
import type { DeskFrame } from '../../../frame'
import { Act, ActingSeat, Crumbs, PageHead, Why } from '../../../parts'
import { linkEventAction } from '../../actions'
import { wordingIn } from '../../../../_roadmap/words'
import { roadmapDesk } from '../read'
import type { RoadmapParams } from '../read'

type Props = { params: RoadmapParams }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const {
    frame: { t },
  } = await roadmapDesk(params)
  return { title: t('events.link') }
}

/** Says that something outside hits this roadmap: an event that is known, or a new one with its source. */
export default async function EventPage({ params }: Props) {
  const { frame, commitment, latest } = await roadmapDesk(params)
  const { t, viewer, locale, dates } = frame
  const head = (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${frame.desk}/roadmaps`, label: t('roadmaps.list.title') },
          {
            href: `${frame.desk}/roadmaps/${commitment.id}`,
            label: t('roadmaps.of', { number: commitment.number }),
          },
        ]}
        here={t('events.link')}
      />
      <PageHead title={t('events.link')} lead={t('events.linkLead')} />
    </>
  )
  if (!latest)
    return (
      <>
        {head}
        <EmptyState title={t('roadmaps.page.notSealed')}>{t('roadmaps.desk.leadUnsealed')}</EmptyState>
      </>
    )
  const [may, known] = await Promise.all([
    mayAct(viewer, linkEvent, { commitment: commitment.id }),
    eventsSeenBy(viewer),
  ])
  if (may.seats.length === 0)
    return (
      <>
        {head}
        <Why>{may.refusal}</Why>
      </>
    )
  return (
    <>
      {head}
      <Act
        frame={frame}
        action={linkEventAction}
        hidden={{ commitment: commitment.id, 'what.lang': locale, 'effect.lang': locale }}
        submit={t('events.submit')}
        labels={{
          event: t('events.which'),
          happenedOn: t('events.happenedOn'),
          'what.text': t('events.what'),
          source: t('events.source'),
          address: t('events.address'),
          activities: t('events.activities'),
          'effect.text': t('events.effect'),
        }}
      >
        <ActingSeat frame={frame} may={may} />
        <FormSelect
          name="event"
          label={t('events.which')}
          empty={t('events.new')}
          options={known.toReversed().map((eventSeen) => ({
            value: eventSeen.id,
            label: `${dates.day(eventSeen.happenedOn)}: ${wordingIn(eventSeen.what, locale)}`,
          }))}
        />
        <NewEvent t={t} />
        <FormChecks
          name="activities"
          label={t('events.activities')}
          options={activitiesOf(latest.roadmap).map((activity) => ({
            value: activity.id,
            label: `${activity.number} ${wordingIn(activity.title, locale)}`,
          }))}
        />
        <FormArea name="effect.text" label={t('events.effect')} hint={t('events.effectHint')} rows={4} />
      </Act>
    </>
  )
}

function NewEvent({ t }: { t: DeskFrame['t'] }) {
  return (
    <fieldset
      className={[
        'stack max-w-2xl border-l-2 border-rule pl-4',
        "[form:has([name=event]_option:not([value='']):checked)_&]:hidden",
      ].join(' ')}
    >
      <legend className="font-serif text-xl font-semibold">{t('events.newTitle')}</legend>
      <p className="hint">{t('events.newText')}</p>
      <FormText name="happenedOn" label={t('events.happenedOn')} hint={t('events.happenedOnHint')} />
      <FormText name="what.text" label={t('events.what')} hint={t('events.whatHint')} />
      <FormText name="source" label={t('events.source')} hint={t('events.sourceHint')} />
      <FormText
        name="address"
        type="url"
        label={t('events.address')}
        optional={t('roadmaps.items.optional')}
      />
    </fieldset>
  )
}
