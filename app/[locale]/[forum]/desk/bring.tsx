import { mesa } from '@/app/_request/mesa'
import { defaultLocale, isLocale } from '@/app/_request/locales'
import { speaker } from '@/app/_request/words'
import { UploadForm } from '@/components/evidence/upload-form'
import { FileInput } from '@/components/form/fields'
import { Notice } from '@/components/page/page'
import { Id } from '@/lib/act/fields.ts'
import { refuse } from '@/lib/act/refusal.ts'
import type { Refusal } from '@/lib/act/refusal.ts'
import { uploadSeenBy } from '@/lib/evidence/seen.ts'
import { acceptedExtensions, LARGEST_FILE } from '@/lib/evidence/rules.ts'
import { LARGEST_SHEET } from '@/lib/roadmaps/workbook.ts'
import type { DeskFrame } from './frame'

type Asked = Record<string, string | string[] | undefined>
export type Upload = NonNullable<Awaited<ReturnType<typeof uploadSeenBy>>>
export type Brought = {
  /** it has arrived, and waits to be handed in */
  file: Upload | null
  /** it has arrived and is not stored yet */
  waiting: Upload | null
  refused: Refusal | null
}

/** What a page was sent back with after a file was brought, by whoever brought it. */
export async function broughtTo({ viewer }: DeskFrame, asked: Asked): Promise<Brought> {
  const id = Id.safeParse(asked.upload).data
  if (id) await mesa().receiving.settle(viewer, id)
  const upload = id ? await uploadSeenBy(viewer, id) : null
  // The plain form says in the address what was refused; the words are ours whatever stands there.
  const named =
    typeof asked.refused === 'string' && /^(evidence|errors|act|bodies)\.\w+$/.test(asked.refused)
      ? refuse(asked.refused)
      : null
  const gone = asked.upload !== undefined && !upload ? refuse('evidence.noUpload') : null
  return {
    file: upload?.done ? upload : null,
    waiting: upload && !upload.done && !upload.refused ? upload : null,
    refused: upload?.refused ?? named ?? gone,
  }
}

/** First a file comes in, then a form hands it in: two steps that need no script between them. */
export async function BringFile({
  frame: { t, forum, locale },
  here,
  brought: { waiting, refused },
  sheet = false,
  words = {},
}: {
  frame: DeskFrame
  /** the page that it comes back to */
  here: string
  brought: Pick<Brought, 'waiting' | 'refused'>
  /** a spreadsheet to be read, and no document to be kept */
  sheet?: boolean
  words?: { submit?: string; label?: string; hint?: string }
}) {
  const say = await speaker(isLocale(locale) ? locale : defaultLocale)
  const largest = sheet ? LARGEST_SHEET : LARGEST_FILE
  const most = largest / 1024 / 1024
  const extensions = sheet ? ['csv', 'xlsx', 'tsv', 'txt'] : acceptedExtensions
  return (
    <>
      {refused && (
        <Notice tone="warning" title={t('evidence.notTaken')}>
          {say(refused.refused, { most, kind: '', name: '', ...refused.params })}
        </Notice>
      )}
      {waiting && (
        <Notice tone="warning">
          {t('evidence.notStored')}{' '}
          <a href={`${here}?upload=${waiting.id}#evidence`}>{t('evidence.tryAgain')}</a>
        </Notice>
      )}
      <UploadForm
        forum={forum}
        back={here}
        largest={largest}
        action={`/api/uploads/form?${new URLSearchParams({ forum, locale, back: here })}`}
        words={{
          submit: words.submit ?? t('evidence.upload'),
          progress: t('evidence.progress'),
          sending: t.raw('evidence.sending') as string,
          stopped: t('evidence.stopped'),
          noRoom: t('refusals.evidence.noRoom'),
          tooLarge: t(sheet ? 'refusals.roadmaps.sheetTooLarge' : 'refusals.evidence.tooLarge', {
            most,
          }),
          again: t('evidence.goOn'),
          choose: t('refusals.evidence.chooseFile'),
        }}
      >
        <FileInput
          name="file"
          label={words.label ?? t(sheet ? 'roadmaps.sheet.file' : 'evidence.file')}
          hint={words.hint ?? t(sheet ? 'roadmaps.sheet.fileHint' : 'evidence.fileHint', { most })}
          accept={extensions.map((extension) => `.${extension}`).join(',')}
        />
      </UploadForm>
    </>
  )
}
