import { getTranslations } from 'next-intl/server'
import type { Signatures } from '@/lib/history/seen.ts'

type Props = { signatures: Signatures; index: number | null | undefined; at: string }

/** Beside an act that binds: whether its member's own device signed it. It leads to the act, where that is checked. */
export async function SignatureMark({ signatures, index, at }: Props) {
  const t = await getTranslations('devices.marks')
  const by = index === null || index === undefined ? undefined : signatures[index]
  return (
    by && (
      <a className="when block w-fit" href={`${at}/history/${index}`}>
        {t(by === 'device' ? 'signedHere' : 'unsigned')}
      </a>
    )
  )
}
