import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { languagesToChoose } from '@/app/_request/languages'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { FormArea, FormSelect, FormText } from '@/components/form/action-form'
import { EmptyState, Notice, Section } from '@/components/page/page'
import { handInDocumentLink, withdrawDocument } from '@/lib/documents/commands.ts'
import { documentsSeenBy, documentPlaceSeenBy } from '@/lib/documents/seen.ts'
import type { DocumentPlace, DocumentSeen } from '@/lib/documents/seen.ts'
import { Id } from '@/lib/act/fields.ts'
import { isDocumented } from '@/lib/documents/rules.ts'
import type { Documented } from '@/lib/documents/rules.ts'
import { LARGEST_FILE } from '@/lib/evidence/rules.ts'
import { DocumentList } from '../../../../_documents/list'
import { sizeOf } from '../../../../_roadmap/evidence'
import { BringFile, broughtTo } from '../../../bring'
import { deskFrame } from '../../../frame'
import type { DeskFrame } from '../../../frame'
import { Act, ActingSeat, Crumbs, Done, PageHead, Why } from '../../../parts'
import { handInFileAction, handInLinkAction, withdrawAction } from './actions'

type Asked = Record<string, string | string[] | undefined>
type Props = {
  params: Promise<{ locale: string; forum: string; of: string; thing: string }>
  searchParams: Promise<Asked>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('documents'))('title') }
}

/** Where the thing has its page on the desk. */
function wayBack({ desk }: DeskFrame, { of, thing, meeting }: DocumentPlace): string {
  const pages: Record<Documented, string> = {
    meeting: `${desk}/meetings/${thing}`,
    item: `${desk}/meetings/${meeting ?? ''}#item-${thing}`,
    proposal: `${desk}/proposals/${thing}`,
    minutes: `${desk}/meetings/${meeting ?? ''}/minutes`,
    suspension: `${desk}/participation`,
  }
  return pages[of]
}

export default async function DocumentsPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, dates, locale, forum } = frame
  const { of, thing } = await params
  if (!isDocumented(of) || !Id.safeParse(thing).success) notFound()
  const place = (await documentPlaceSeenBy(viewer, of, thing)) ?? notFound()
  const [documents, may, asked] = await Promise.all([
    documentsSeenBy(viewer, [thing]),
    mayAct(viewer, handInDocumentLink, { of, thing }),
    searchParams,
  ])
  const pieces = await Promise.all(
    documents.map(async (one) => ({ id: one.id, acts: await Withdrawing({ frame, one }) })),
  )
  const back = wayBack(frame, place)
  return (
    <>
      <Crumbs
        frame={frame}
        path={[{ href: back, label: t(`documents.of.${of}`) }]}
        here={t('documents.title')}
      />
      <PageHead title={t('documents.title')} lead={t('documents.lead')}>
        <p>
          <a href={back} lang={place.title?.lang}>
            {place.title?.text ?? t(`documents.of.${of}`)}
          </a>
        </p>
      </PageHead>
      <Done searchParams={searchParams} frame={frame} />
      {documents.length === 0 && (
        <EmptyState title={t('documents.none')}>{t('documents.noneText')}</EmptyState>
      )}
      <DocumentList
        documents={documents}
        forum={forum}
        locale={locale}
        dates={dates}
        acts={(one) => pieces.find((piece) => piece.id === one.id)?.acts}
      />
      <Section id="evidence" title={t('documents.handIn')}>
        {may.seats.length === 0 ? (
          <Why>{may.refusal}</Why>
        ) : (
          <div className="grid gap-8 lg:grid-cols-2">
            <section className="grid content-start gap-3">
              <h3 className="m-0">{t('evidence.aFile')}</h3>
              <FileSteps frame={frame} of={of} thing={thing} asked={asked} may={may} />
            </section>
            <section className="grid content-start gap-3">
              <h3 className="m-0">{t('evidence.aLink')}</h3>
              <LinkForm frame={frame} of={of} thing={thing} may={may} />
            </section>
          </div>
        )}
      </Section>
    </>
  )
}

type Handing = { frame: DeskFrame; of: Documented; thing: string; may: May }

function Language({ frame: { t, locale, viewer } }: { frame: DeskFrame }) {
  return (
    <FormSelect
      name="title.lang"
      label={t('documents.language')}
      hint={t('documents.languageHint')}
      start={locale}
      options={languagesToChoose(viewer.forum, locale).map((lang) => ({
        value: lang,
        label: t(`documents.languages.${lang}`),
      }))}
    />
  )
}

function LinkForm({ frame, of, thing, may }: Handing) {
  const { t } = frame
  return (
    <Act
      frame={frame}
      action={handInLinkAction}
      hidden={{ of, thing }}
      submit={t('evidence.handInLink')}
      labels={{ address: t('evidence.address'), 'title.text': t('documents.name') }}
    >
      <ActingSeat frame={frame} may={may} />
      <FormText
        name="address"
        type="url"
        label={t('evidence.address')}
        hint={t('evidence.addressHint')}
      />
      <FormText name="title.text" label={t('documents.name')} hint={t('documents.nameHint')} />
      <Language frame={frame} />
    </Act>
  )
}

/** First the file comes in, then it is handed in with its title: two steps that need no script between them. */
async function FileSteps({ frame, of, thing, may, asked }: Handing & { asked: Asked }) {
  const { t, desk } = frame
  const brought = await broughtTo(frame, asked)
  if (brought.file)
    return <Arrived frame={frame} of={of} thing={thing} may={may} upload={brought.file} />
  return (
    <>
      <p className="text-soft">{t('evidence.fileText', { most: LARGEST_FILE / 1024 / 1024 })}</p>
      <BringFile frame={frame} here={`${desk}/documents/${of}/${thing}`} brought={brought} />
    </>
  )
}

function Arrived({
  frame,
  of,
  thing,
  may,
  upload,
}: Handing & { upload: { id: string; name: string; size: number } }) {
  const { t, locale, desk } = frame
  const here = `${desk}/documents/${of}/${thing}`
  return (
    <>
      <Notice tone="done">
        {t('evidence.arrived', { name: upload.name, size: sizeOf(upload.size, locale) })}
      </Notice>
      <Act
        frame={frame}
        action={handInFileAction}
        hidden={{ of, thing, upload: upload.id }}
        submit={t('documents.handInFile')}
        labels={{ 'title.text': t('documents.name') }}
      >
        <ActingSeat frame={frame} may={may} />
        <FormText
          name="title.text"
          label={t('documents.name')}
          hint={t('documents.nameHint')}
          start={upload.name.replace(/\.[^.]+$/, '')}
        />
        <Language frame={frame} />
      </Act>
      <p>
        <a href={`${here}#evidence`}>{t('evidence.another')}</a>
      </p>
    </>
  )
}

async function Withdrawing({ frame, one }: { frame: DeskFrame; one: DocumentSeen }) {
  const { t, viewer, locale } = frame
  const may = await mayAct(viewer, withdrawDocument, { document: one.id })
  if (may.seats.length === 0) return null
  return (
    <Act
      frame={frame}
      action={withdrawAction}
      hidden={{ document: one.id, 'reason.lang': locale }}
      submit={t('documents.withdraw')}
      kind="plain"
      small
      fold={t('documents.withdrawFold')}
      labels={{ 'reason.text': t('desk.form.reason') }}
    >
      <ActingSeat frame={frame} may={may} />
      <FormArea
        name="reason.text"
        label={t('desk.form.reason')}
        hint={t('documents.withdrawHint')}
        rows={2}
      />
    </Act>
  )
}
