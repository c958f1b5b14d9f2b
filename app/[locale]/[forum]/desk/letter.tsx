import { mesa } from '@/app/_request/mesa'
import { defaultLocale, isLocale } from '@/app/_request/locales'
import { speaker } from '@/app/_request/words'
import { UploadForm } from '@/components/evidence/upload-form'
import { FileInput } from '@/components/form/fields'
import { Notice } from '@/components/page/page'
import { Id } from '@/lib/act/fields.ts'
import { uploadSeenBy } from '@/lib/evidence/queries.ts'
import { acceptedExtensions, LARGEST_FILE } from '@/lib/evidence/rules.ts'
import type { DeskFrame } from './frame'

type Asked = Record<string, string | string[] | undefined>
export type Arrived = { id: string; name: string }

/** The letter that a page was sent back with: a file that has arrived and waits to be handed in. */
export async function letterAsked({ viewer }: DeskFrame, asked: Asked): Promise<Arrived | null> {
  const id = typeof asked.upload === 'string' && Id.safeParse(asked.upload).success ? asked.upload : null
  if (!id) return null
  await mesa().receiving.settle(viewer, id)
  const upload = await uploadSeenBy(viewer, id)
  return upload?.done ? { id: upload.id, name: upload.name } : null
}

/** First the letter comes in, then a form hands it in: two steps that need no script between them. */
export async function LetterStep({
  frame: { t, forum, locale },
  here,
  asked,
  letter,
  text,
}: {
  frame: DeskFrame
  here: string
  asked: Asked
  letter: Arrived | null
  text: string
}) {
  if (letter)
    return (
      <Notice tone="done" title={t('seating.letter.arrived', { name: letter.name })}>
        {t('seating.letter.goesWith')} <a href={here}>{t('seating.letter.without')}</a>
      </Notice>
    )
  const say = await speaker(isLocale(locale) ? locale : defaultLocale)
  const most = LARGEST_FILE / 1024 / 1024
  const refused =
    typeof asked.refused === 'string' && /^(evidence|errors|act|bodies)\.\w+$/.test(asked.refused)
      ? say(asked.refused, { most, kind: '', name: '' })
      : null
  const sent = asked.upload === undefined ? null : t('refusals.evidence.noUpload')
  return (
    <div className="grid gap-3">
      {(refused ?? sent) && (
        <Notice tone="warning" title={t('evidence.notTaken')}>
          {refused ?? sent}
        </Notice>
      )}
      <p className="m-0 max-w-prose text-soft">{text}</p>
      <UploadForm
        forum={forum}
        back={here}
        largest={LARGEST_FILE}
        action={`/api/uploads/form?${new URLSearchParams({ forum, locale, back: here })}`}
        words={{
          submit: t('seating.letter.bring'),
          progress: t('evidence.progress'),
          sending: t.raw('evidence.sending') as string,
          stopped: t('evidence.stopped'),
          noRoom: t('refusals.evidence.noRoom'),
          tooLarge: t('refusals.evidence.tooLarge', { most }),
          again: t('evidence.goOn'),
          choose: t('refusals.evidence.chooseFile'),
        }}
      >
        <FileInput
          name="file"
          label={t('seating.letter.file')}
          hint={t('seating.letter.hint')}
          accept={acceptedExtensions.map((extension) => `.${extension}`).join(',')}
        />
      </UploadForm>
    </div>
  )
}
