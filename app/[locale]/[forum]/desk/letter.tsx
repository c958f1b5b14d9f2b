import { Notice } from '@/components/page/page'
import { BringFile } from './bring'
import type { Brought } from './bring'
import type { DeskFrame } from './frame'

/** A letter is brought before the form that it goes with; once it has arrived, that form hands it in. */
export async function LetterStep({
  frame,
  here,
  brought,
  text,
}: {
  frame: DeskFrame
  here: string
  brought: Brought
  text: string
}) {
  const { t } = frame
  if (brought.file)
    return (
      <Notice tone="done" title={t('seating.letter.arrived', { name: brought.file.name })}>
        {t('seating.letter.goesWith')} <a href={here}>{t('seating.letter.without')}</a>
      </Notice>
    )
  return (
    <div className="grid gap-3">
      <p className="m-0 max-w-prose text-soft">{text}</p>
      <BringFile
        frame={frame}
        here={here}
        brought={brought}
        words={{
          submit: t('seating.letter.bring'),
          label: t('seating.letter.file'),
          hint: t('seating.letter.hint'),
        }}
      />
    </div>
  )
}
