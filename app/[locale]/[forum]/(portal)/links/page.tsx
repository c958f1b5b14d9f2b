import type { Metadata } from 'next'
import { cursorIn } from '@/app/_request/cursor'
import { askedOn, portal } from '@/app/_request/portal'
import type { InForum, Portal, Query } from '@/app/_request/portal'
import { inLanguage } from '@/app/_request/dates'
import { Breadcrumb, EmptyState, Lead, PageTitle, Pagination } from '@/components/page/page'
import { linkCounts, linksSeenBy } from '@/lib/evidence/seen.ts'
import { EvidenceList } from '../../_roadmap/evidence'
import { wordingIn } from '../../_roadmap/words'

type Props = { params: InForum; searchParams: Query }

const states = ['dead', 'alive', 'not-yet'] as const
type State = (typeof states)[number]

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await portal(params)
  return { title: t('evidence.board.title') }
}

function firstToShow({ dead, alive, notYet }: Awaited<ReturnType<typeof linkCounts>>) {
  if (dead > 0 || alive + notYet === 0) return 'dead'
  return alive > 0 ? 'alive' : 'not-yet'
}

/** The board of cited links: what no longer answers comes first, with what was there when it was handed in. */
export default async function LinksPage({ params, searchParams }: Props) {
  const [page, query] = [await portal(params), await askedOn('/links', searchParams)]
  const { t, to, viewer, locale, slug, forumName } = page
  const [counts, asked, cursor] = [await linkCounts(viewer), query.state, cursorIn(query.before)]
  const state = states.find((each) => each === asked) ?? firstToShow(counts)
  const { lines, next } = await linksSeenBy(viewer, {
    state,
    ...(cursor !== undefined && { cursor }),
  })
  const here = to.at('/links')
  const groups = [
    ...new Map(
      lines.map((line) => [`${line.commitment.plan}/${line.commitment.number}`, line.commitment]),
    ).values(),
  ]
  return (
    <>
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[{ href: to.home, label: forumName }, { label: t('evidence.board.title') }]}
      />
      <PageTitle>{t('evidence.board.title')}</PageTitle>
      <Lead>{t('evidence.board.lead')}</Lead>
      <p className="my-4">{t('evidence.board.counts', counts)}</p>
      <Which t={t} here={here} state={state} />
      {lines.length === 0 && (
        <EmptyState title={t('evidence.board.none')}>{t('evidence.board.noneText')}</EmptyState>
      )}
      {groups.map((commitment) => (
        <section key={`${commitment.plan}/${commitment.number}`} className="mb-8">
          <h2 className="mb-3 text-[1.1rem]">
            <a href={`${to.commitment(commitment.plan, commitment.number)}/roadmap`}>
              {commitment.number}. {wordingIn(commitment.title, locale)}
            </a>
          </h2>
          <EvidenceList
            reading={{
              ...page,
              forum: slug,
              portal: to.home,
              say: (name) => inLanguage(name, locale).text,
            }}
            evidence={lines
              .filter(
                (line) =>
                  line.commitment === commitment ||
                  (line.commitment.plan === commitment.plan &&
                    line.commitment.number === commitment.number),
              )
              .map((line) => line.evidence)}
          />
        </section>
      ))}
      {(next !== null || cursor !== undefined) && (
        <Pagination
          label={t('evidence.board.pages')}
          first={
            cursor !== undefined
              ? { href: `${here}?state=${state}`, label: t('evidence.board.newest') }
              : null
          }
          next={
            next !== null
              ? { href: `${here}?state=${state}&before=${next}`, label: t('evidence.board.older') }
              : null
          }
        />
      )}
    </>
  )
}

function Which({ t, here, state }: { t: Portal['t']; here: string; state: State }) {
  return (
    <nav aria-label={t('evidence.board.which')} className="mb-6 flex flex-wrap gap-x-5 gap-y-1">
      {states.map((each) => (
        <a
          key={each}
          href={`${here}?state=${each}`}
          aria-current={each === state ? 'page' : undefined}
          className={each === state ? 'font-semibold' : ''}
        >
          {t(`evidence.board.${each}`)}
        </a>
      ))}
    </nav>
  )
}
