import { Pagination } from '@/components/page/page'

/** Which part of an activity's list is asked for: what came before this act. */
export function cursorIn(asked: string | string[] | undefined): number | undefined {
  return typeof asked === 'string' && /^\d{1,9}$/.test(asked) ? Number(asked) : undefined
}

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
