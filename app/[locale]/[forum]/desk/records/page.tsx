import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { mayAct } from '@/app/_request/may'
import { FormArea, FormRadios } from '@/components/form/action-form'
import { ButtonLink, EmptyState, Pagination } from '@/components/page/page'
import { answerRecord } from '@/lib/records/commands.ts'
import { recordsSeenBy } from '@/lib/records/seen.ts'
import type { RecordSeen } from '@/lib/records/seen.ts'
import { words } from '@/lib/records/rules.ts'
import { Taken } from '../../_plans/taken'
import { deskFrame } from '../frame'
import type { DeskFrame } from '../frame'
import { Act, ActingSeat, Crumbs, Done, PageHead, Why } from '../parts'
import { answerRecordAction } from './actions'
import { mayTakeOver } from './may-take-over'

type Props = {
  params: Promise<{ locale: string; forum: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('taken'))('title') }
}

/** What was taken over from before the system, with the form by which one's sector answers. */
export default async function RecordsDeskPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk, portal } = frame
  const asked = (await searchParams).before
  const before = typeof asked === 'string' ? asked : undefined
  const [records, bodies] = await Promise.all([recordsSeenBy(viewer, { before }), mayTakeOver(viewer)])
  // They are numbered one by one: below the last there are others, unless it is the first.
  const last = records.at(-1)?.number ?? 1
  return (
    <>
      <Crumbs frame={frame} here={t('taken.title')} />
      <PageHead title={t('taken.title')} lead={t('taken.lead')}>
        {bodies.open.length > 0 ? (
          <p>
            <ButtonLink href={`${desk}/records/new`}>{t('taken.take')}</ButtonLink>
          </p>
        ) : (
          <Why>{bodies.refusal}</Why>
        )}
      </PageHead>
      <Done frame={frame} searchParams={searchParams} />
      {records.length === 0 && <EmptyState title={t('taken.none')}>{t('taken.noneText')}</EmptyState>}
      <ul className="grid gap-4">
        {records.map((record) => (
          <Taken key={record.id} reading={frame} record={record} at={portal}>
            <Answer frame={frame} record={record} />
          </Taken>
        ))}
      </ul>
      <Pagination
        label={t('taken.pages')}
        first={before ? { href: `${desk}/records`, label: t('taken.latest') } : null}
        next={last > 1 ? { href: `${desk}/records?before=${last}`, label: t('taken.older') } : null}
      />
    </>
  )
}

async function Answer({ frame, record }: { frame: DeskFrame; record: RecordSeen }) {
  const { t, viewer, locale } = frame
  const may = await mayAct(viewer, answerRecord, { record: record.id })
  if (may.seats.length === 0) return <Why>{may.refusal}</Why>
  return (
    <Act
      frame={frame}
      fold={t('taken.answer')}
      action={answerRecordAction}
      hidden={{ record: record.id, 'words.lang': locale }}
      labels={{ says: t('taken.says'), 'words.text': t('taken.words') }}
      submit={t('taken.answerSubmit')}
      kind="quiet"
    >
      <ActingSeat frame={frame} may={may} />
      <FormRadios
        name="says"
        label={t('taken.says')}
        options={words.map((value) => ({ value, label: t(`taken.${value}`) }))}
      />
      <FormArea name="words.text" label={t('taken.words')} hint={t('taken.wordsHint')} rows={3} />
    </Act>
  )
}
