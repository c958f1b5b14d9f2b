import { Section } from '@/components/page/page'
import type { Portal } from '@/app/_request/portal'
import { amendmentsSeenBy, changeNames } from '@/lib/amendments/seen.ts'
import { Amendments } from '../../_changes/red-line'

/** What the forum decided to change of one of its parts: former names, where it was before, its end and who goes on, each with its decision. */
export async function ChangesOf({ page, ids }: { page: Portal; ids: string[] }) {
  const { t, to, viewer } = page
  if (viewer.forum.kind === 'record') return null
  const [amendments, names] = await Promise.all([amendmentsSeenBy(viewer, ids), changeNames(viewer)])
  const told = amendments.filter(({ state }) => state !== 'not-carried-out')
  if (told.length === 0) return null
  return (
    <Section title={t('amendments.changesOf')} id="changes">
      <Amendments reading={page} names={names} amendments={told} at={to.home} />
    </Section>
  )
}
