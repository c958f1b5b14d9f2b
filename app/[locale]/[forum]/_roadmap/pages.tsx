import { Pagination } from '@/components/page/page'

/** Leads to the rest of one of the lists of an activity, and back to its beginning. */
export function ListPages({
  t,
  here,
  list,
  before,
  next,
}: {
  t: (key: string) => string
  here: string
  list: 'evidence' | 'reports'
  before: number | undefined
  next: number | null
}) {
  return (
    <Pagination
      label={t(`roadmaps.pages.${list}`)}
      first={
        before === undefined ? null : { href: `${here}#${list}`, label: t('roadmaps.pages.latest') }
      }
      next={
        next === null
          ? null
          : { href: `${here}?${list}=${next}#${list}`, label: t('roadmaps.pages.older') }
      }
    />
  )
}
