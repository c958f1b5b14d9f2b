import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { settledDraft } from '@/app/_request/draft'
import { FormText } from '@/components/form/action-form'
import { EmptyState, Notice, Pagination, Section } from '@/components/page/page'
import { versionsSeenBy } from '@/lib/minutes/voices-seen.ts'
import { deskFrame } from '../../../../frame'
import { Act, Crumbs, PageHead } from '../../../../parts'
import { nameVersionAction } from '../actions'
import { sentenceOf } from './version'

type Props = {
  params: Promise<{ locale: string; forum: string; meeting: string }>
  searchParams: Promise<{ kept?: string; before?: string }>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('liveDraft.versions'))('title') }
}

/** How a draft stood before, the newest first. */
export default async function HistoryPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk, dates } = frame
  const [{ meeting: id }, { kept, before }] = await Promise.all([params, searchParams])
  const [draft, found] = [await settledDraft(viewer, id), await versionsSeenBy(viewer, id, before)]
  if (!draft || !found) notFound()
  const here = `${desk}/meetings/${id}/draft/history`
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${desk}/meetings`, label: t('desk.meetings.title') },
          {
            href: `${desk}/meetings/${id}/draft`,
            label: t('desk.draft.title', {
              body: draft.meeting.body.shortName,
              day: dates.day(draft.meeting.heldOn),
            }),
          },
        ]}
        here={t('liveDraft.versions.crumb')}
      />
      <PageHead title={t('liveDraft.versions.title')} lead={t('liveDraft.versions.lead')} />
      {kept === 'named' && <Notice tone="done">{t('liveDraft.versions.named')}</Notice>}
      {found.versions.length === 0 ? (
        <EmptyState title={t('liveDraft.versions.none')}>{t('liveDraft.versions.noneText')}</EmptyState>
      ) : (
        <ol className="rows max-w-[46rem]">
          {found.versions.map((version) => (
            <li key={version.number} className="border-b border-rule py-3">
              <a href={`${here}/${version.number}`} className="font-semibold">
                {version.reason === 'named'
                  ? version.name
                  : t('liveDraft.versions.number', { number: version.number })}
              </a>
              <p className="when">{sentenceOf(frame, version)}</p>
            </li>
          ))}
        </ol>
      )}
      <Pagination
        label={t('liveDraft.versions.title')}
        first={before ? { href: here, label: t('liveDraft.versions.newest') } : null}
        next={
          found.next
            ? { href: `${here}?before=${found.next}`, label: t('liveDraft.versions.older') }
            : null
        }
      />
      {draft.mayWrite && (
        <Section title={t('liveDraft.versions.nameTitle')} id="name">
          <Act
            frame={frame}
            action={nameVersionAction}
            submit={t('liveDraft.versions.nameSubmit')}
            hidden={{ meeting: id, page: id }}
          >
            <FormText
              name="name"
              label={t('liveDraft.versions.name')}
              hint={t('liveDraft.versions.nameHint')}
            />
          </Act>
        </Section>
      )}
    </>
  )
}
