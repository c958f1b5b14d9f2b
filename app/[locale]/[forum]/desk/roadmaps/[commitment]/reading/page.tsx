import type { Metadata } from 'next'
import { mayAct } from '@/app/_request/may'
import { FormArea, FormRadios } from '@/components/form/action-form'
import { Section } from '@/components/page/page'
import { DisputedMark } from '@/components/readings/disputed'
import { SideBySide } from '@/components/readings/side-by-side'
import { giveReading } from '@/lib/readings/commands.ts'
import { readingsSeenBy } from '@/lib/readings/seen.ts'
import { levels } from '@/lib/readings/rules.ts'
import { columnsOf } from '../../../../_readings/columns'
import type { Speech } from '../../../../_readings/columns'
import { wordingIn } from '../../../../_roadmap/words'
import type { DeskFrame } from '../../../frame'
import { Act, ActingSeat, Crumbs, Done, markOf, PageHead, Why } from '../../../parts'
import { giveReadingAction } from '../../actions'
import { roadmapDesk } from '../read'
import type { RoadmapParams } from '../read'

type Props = {
  params: RoadmapParams
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const {
    frame: { t },
  } = await roadmapDesk(params)
  return { title: t('readings.give.title') }
}

function speechOf(frame: DeskFrame): Speech {
  const { t, viewer, dates, say, portal } = frame
  return {
    t: (key, params) => t(key, params),
    say,
    marked: (sector) => markOf(frame, sector),
    day: dates.day,
    entry: (index) => `${portal}/history/${index}`,
    record: viewer.forum.kind === 'record',
  }
}

/** How far the commitment got: a seat says it for its sector, beside what the others said. */
export default async function ReadingPage({ params, searchParams }: Props) {
  const { frame, commitment } = await roadmapDesk(params)
  const { t, viewer, locale, portal } = frame
  const [may, readings] = await Promise.all([
    mayAct(viewer, giveReading, { commitment: commitment.id }),
    readingsSeenBy(viewer, commitment.id),
  ])
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
        here={t('readings.give.title')}
      />
      <PageHead
        title={t('readings.give.title')}
        lead={`${commitment.number}. ${wordingIn(commitment.title, locale)}`}
      >
        <p className="m-0">
          <a href={`${portal}/plans/${commitment.plan}/commitments/${commitment.number}#readings`}>
            {t('readings.give.toPublic')}
          </a>
        </p>
      </PageHead>
      <Done frame={frame} searchParams={searchParams} />
      <Section
        title={t('readings.give.said')}
        aside={readings.disputed && <DisputedMark>{t('readings.disputed')}</DisputedMark>}
      >
        <SideBySide columns={columnsOf(speechOf(frame), readings)} />
      </Section>
      <Section title={t('readings.give.title')}>
        {may.seats.length === 0 ? (
          <Why>{may.refusal}</Why>
        ) : (
          <>
            <p className="mb-4 max-w-[62ch] text-soft">{t('readings.give.lead')}</p>
            <Act
              frame={frame}
              action={giveReadingAction}
              hidden={{ commitment: commitment.id, 'text.lang': locale }}
              submit={t('readings.give.submit')}
              labels={{ level: t('readings.give.level'), 'text.text': t('readings.give.text') }}
            >
              <ActingSeat frame={frame} may={may} />
              <FormRadios
                name="level"
                label={t('readings.give.level')}
                options={levels.map((value) => ({
                  value,
                  label: t(`words.levels.${value}`),
                  hint: t(`readings.give.hints.${value}`),
                }))}
              />
              <FormArea
                name="text.text"
                label={t('readings.give.text')}
                hint={t('readings.give.textHint')}
                rows={6}
                signed
                required
              />
            </Act>
          </>
        )}
      </Section>
    </>
  )
}
