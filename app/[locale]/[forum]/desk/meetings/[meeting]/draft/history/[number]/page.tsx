import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { settledDraft } from '@/app/_request/draft'
import { FormSelect } from '@/components/form/action-form'
import { Section } from '@/components/page/page'
import { versionSeenBy } from '@/lib/minutes/voices-seen.ts'
import { deskFrame } from '../../../../../frame'
import { Act, Crumbs, PageHead } from '../../../../../parts'
import { ItemChanges } from '../../../item-changes'
import { restoreVersionAction } from '../../actions'
import { sentenceOf } from '../version'

type Props = {
  params: Promise<{ locale: string; forum: string; meeting: string; number: string }>
  searchParams: Promise<{ beside?: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, number } = await params
  return {
    title: (await getTranslations({ locale, namespace: 'liveDraft.versions' }))('number', {
      number: Number(number) || 0,
    }),
  }
}

/**
 * One version of a draft, word by word beside what the draft says now, or beside the version before it; and
 * the way back to it.
 */
export default async function VersionPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk } = frame
  const [{ meeting: id, number }, { beside }] = await Promise.all([params, searchParams])
  const present = beside !== 'before'
  const draft = await settledDraft(viewer, id)
  const version =
    draft && (await versionSeenBy(viewer, id, Number(number), present ? 'present' : 'before'))
  if (!draft || !version) notFound()
  const history = `${desk}/meetings/${id}/draft/history`
  const compared = () => {
    if (present) return t('liveDraft.versions.besidePresent')
    return version.before === null
      ? t('liveDraft.versions.besideNothing')
      : t('liveDraft.versions.besideBefore', { number: version.before })
  }
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${desk}/meetings/${id}/draft`, label: t('desk.draft.crumb') },
          { href: history, label: t('liveDraft.versions.crumb') },
        ]}
        here={String(version.number)}
      />
      <PageHead
        title={
          version.reason === 'named' && version.name
            ? version.name
            : t('liveDraft.versions.number', { number: version.number })
        }
        lead={sentenceOf(frame, version)}
      />
      <Section title={compared()} id="changes">
        <p className="mb-3">
          <a
            href={
              present ? `${history}/${version.number}?beside=before` : `${history}/${version.number}`
            }
          >
            {t(present ? 'liveDraft.versions.toBefore' : 'liveDraft.versions.toPresent')}
          </a>
        </p>
        <ItemChanges frame={frame} diff={version.changes} same={t('liveDraft.versions.same')} />
      </Section>
      {draft.mayWrite && (
        <Section title={t('liveDraft.versions.restoreTitle')} id="restore">
          <Act
            frame={frame}
            action={restoreVersionAction}
            submit={t('liveDraft.versions.restoreSubmit')}
            hidden={{ meeting: id, number: String(version.number), page: id }}
          >
            <p className="hint">{t('liveDraft.versions.restoreText')}</p>
            <FormSelect
              name="item"
              label={t('liveDraft.versions.what')}
              empty={t('liveDraft.versions.whole')}
              options={version.items.map((item, place) => ({
                value: item.id,
                label: `${place + 1}. ${item.title.text}`,
              }))}
            />
          </Act>
        </Section>
      )}
    </>
  )
}
