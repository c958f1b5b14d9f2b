import type { Metadata } from 'next'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { FormArea, FormSelect } from '@/components/form/action-form'
import { EmptyState } from '@/components/page/page'
import { recordDescent } from '@/lib/commitments/commands.ts'
import { plansSeenBy } from '@/lib/commitments/plan-seen.ts'
import { choicesFor } from '@/lib/notices/seen.ts'
import type { DeskFrame } from '../../../frame'
import { Act, ActingSeat, Crumbs, PageHead, Why } from '../../../parts'
import { recordDescentAction } from '../../actions'
import { wordingIn } from '../../../../_roadmap/words'
import { roadmapDesk } from '../read'
import type { RoadmapParams } from '../read'

type Props = { params: RoadmapParams }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const {
    frame: { t },
  } = await roadmapDesk(params)
  return { title: t('lineage.record') }
}

/** Says from which commitment of an earlier plan this one comes, and what it takes up. */
export default async function LineagePage({ params }: Props) {
  const { frame, commitment } = await roadmapDesk(params)
  const { t, viewer } = frame
  const [may, plans, { commitments }] = await Promise.all([
    mayAct(viewer, recordDescent, { heir: commitment.id }),
    plansSeenBy(viewer),
    choicesFor(viewer),
  ])
  const own = plans.find((plan) => plan.slug === commitment.plan)
  const earlier = commitments.filter((one) =>
    plans.some((plan) => plan.slug === one.planSlug && plan.rank < (own?.rank ?? 0)),
  )
  return (
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
        here={t('lineage.record')}
      />
      <PageHead title={t('lineage.record')} lead={t('lineage.lead')} />
      {may.seats.length === 0 ? (
        <Why>{may.refusal}</Why>
      ) : (
        <Descent frame={frame} may={may} heir={commitment.id} earlier={earlier} />
      )}
    </>
  )
}

type Earlier = Awaited<ReturnType<typeof choicesFor>>['commitments'][number]

function Descent({
  frame,
  may,
  heir,
  earlier,
}: {
  frame: DeskFrame
  may: May
  heir: string
  earlier: Earlier[]
}) {
  const { t, locale, say } = frame
  if (earlier.length === 0)
    return <EmptyState title={t('lineage.nothing')}>{t('lineage.nothingText')}</EmptyState>
  return (
    <Act
      frame={frame}
      action={recordDescentAction}
      hidden={{ heir, 'note.lang': locale }}
      submit={t('lineage.submit')}
      labels={{ ancestor: t('lineage.ancestor'), 'note.text': t('lineage.note') }}
    >
      <ActingSeat frame={frame} may={may} />
      <FormSelect
        name="ancestor"
        label={t('lineage.ancestor')}
        hint={t('lineage.ancestorHint')}
        empty=" "
        options={earlier.map((one) => ({
          value: one.id,
          label: `${one.number}. ${wordingIn(one.title, locale)} (${say(one.plan)})`,
        }))}
      />
      <FormArea name="note.text" label={t('lineage.note')} hint={t('lineage.noteHint')} rows={4} />
    </Act>
  )
}
