import { Section } from '@/components/page/page'
import type { DeskFrame } from '../../frame'

/** What can be asked for besides a status, in the order in which a forum comes to it. */
export const kinds = [
  'resolution',
  'plan',
  'rewording',
  'commitment',
  'split',
  'merger',
  'closing',
] as const
export type Kind = (typeof kinds)[number]

/** The first step: what is to be decided, and when one asks for it. */
export function OtherKinds({
  frame: { t, desk },
  item,
}: {
  frame: DeskFrame
  item: string | undefined
}) {
  const suffix = item ? `?item=${item}` : ''
  const ways = [
    { key: 'status', href: '#status' },
    { key: 'roadmap', href: `${desk}/roadmaps` },
    ...kinds.map((key) => ({ key, href: `${desk}/proposals/new/${key}${suffix}` })),
  ]
  return (
    <Section title={t('plans.kinds.title')} id="kinds">
      <ul className="grid gap-x-8 sm:grid-cols-2">
        {ways.map(({ key, href }) => (
          <li key={key} className="border-b border-rule py-3">
            <a href={href} className="font-semibold">
              {t(`plans.kinds.${key}`)}
            </a>
            <p className="max-w-[48ch] text-soft">{t(`plans.kinds.when.${key}`)}</p>
          </li>
        ))}
      </ul>
    </Section>
  )
}
