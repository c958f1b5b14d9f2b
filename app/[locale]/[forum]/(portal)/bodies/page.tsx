import type { Metadata } from 'next'
import { Breadcrumb, EmptyState, Facts, Lead, PageTitle, Section } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { portal } from '@/app/_request/portal'
import type { InForum, Portal } from '@/app/_request/portal'
import { bodiesSeenBy, organisationsSeenBy, sectorsSeenBy } from '@/lib/bodies/seen.ts'
import type { BodySeen } from '@/lib/bodies/seen.ts'
import { rulesOf } from '@/lib/bodies/rules.ts'
import { ChangesOf } from '../_parts/changes-of'
import { OrganisationLine } from '../_parts/responsible'
import { Words, capital } from '../_parts/words'

type Props = { params: InForum }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await portal(params)
  return { title: t('bodies.title') }
}

export default async function BodiesPage({ params }: Props) {
  const page = await portal(params)
  const { t, to, viewer, named, marked, forumName } = page
  const [bodies, organisations, sectors] = await Promise.all([
    bodiesSeenBy(viewer),
    organisationsSeenBy(viewer),
    sectorsSeenBy(viewer),
  ])
  return (
    <>
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[{ href: to.home, label: forumName }, { label: t('bodies.title') }]}
      />
      <PageTitle>{t('bodies.title')}</PageTitle>
      <Lead>{t('bodies.lead')}</Lead>
      {viewer.forum.kind !== 'record' && (
        <p className="mt-4">
          <a href={to.roster}>{t('seating.roster.toPage')}</a>
        </p>
      )}
      {bodies.length === 0 && (
        <div className="mt-6">
          <EmptyState title={t('bodies.none')} />
        </div>
      )}
      {groupsOf(bodies).map(({ kind, plan, own }) => {
        const title = plan
          ? `${t(`bodies.kinds.${kind}`)}: ${named(plan).text}`
          : t(`bodies.kinds.${kind}`)
        return (
          <Section key={title} title={title} id={own[0]?.slug ?? kind}>
            <BodyLines page={page} bodies={own} caption={title} />
          </Section>
        )
      })}
      {organisations.length > 0 && (
        <Section title={t('bodies.organisations')} id="organisations">
          <p className="mb-4 max-w-[62ch]">{t('bodies.organisationsText')}</p>
          <div className="grid gap-x-10 gap-y-6 md:grid-cols-2">
            {sectors.map((sector) => {
              const own = organisations
                .filter((organisation) => organisation.sector.id === sector.id)
                .toSorted((one, other) =>
                  named(one.name).text.localeCompare(named(other.name).text, page.locale),
                )
              return (
                own.length > 0 && (
                  <div key={sector.id}>
                    <h3>{marked(sector).name}</h3>
                    <ul className="mt-2 grid gap-1.5">
                      {own.map((one) => (
                        <li key={one.id}>
                          <OrganisationLine page={page} organisation={one} />
                        </li>
                      ))}
                    </ul>
                  </div>
                )
              )
            })}
          </div>
        </Section>
      )}
      <ChangesOf page={page} ids={organisations.map(({ id }) => id)} />
      <Rules page={page} />
    </>
  )
}

type Group = { kind: string; plan: BodySeen['name'] | null; own: BodySeen[] }

/** Bodies that stand in one table: of a kind, and working groups of one plan; they come in this order. */
function groupsOf(bodies: BodySeen[]): Group[] {
  return bodies.reduce<Group[]>((groups, body) => {
    const last = groups.at(-1)
    const together = last?.kind === body.kind && last.own[0]?.commitment?.plan === body.commitment?.plan
    return together
      ? [...groups.slice(0, -1), { ...last, own: [...last.own, body] }]
      : [...groups, { kind: body.kind, plan: body.commitment?.planName ?? null, own: [body] }]
  }, [])
}

function BodyLines({ page, bodies, caption }: { page: Portal; bodies: BodySeen[]; caption: string }) {
  const { t, to, named, sourced, dates, viewer } = page
  return (
    <DataTable
      caption={caption}
      hideCaption
      labels={false}
      columns={[
        { key: 'body', label: t('bodies.body'), heading: true },
        { key: 'about', label: t(bodies[0]?.kind === 'group' ? 'bodies.commitment' : 'bodies.since') },
        { key: 'seats', label: t('bodies.seats') },
      ]}
      rows={bodies.map((body) => {
        const vacant = body.seats.filter((seat) => seat.vacantSince).length
        const title = body.commitment && sourced(body.commitment.title)
        return {
          key: body.id,
          cells: {
            body: (
              <>
                <span className="font-serif text-[1.08rem]">
                  <a href={to.body(body.slug)}>
                    <Words of={named(body.name)} />
                  </a>
                </span>{' '}
                <span className="when">{body.shortName}</span>
              </>
            ),
            about: body.commitment ? (
              <a href={to.commitment(body.commitment.plan, body.commitment.number)}>
                {body.commitment.number}. {title ? <Words of={title} /> : ''}
              </a>
            ) : (
              [body.since, body.until].flatMap((day) => (day ? dates.day(day) : [])).join(' – ') ||
              (viewer.forum.kind === 'record' ? t('bodies.dayUnknown') : '')
            ),
            seats:
              viewer.forum.kind === 'record' || body.seats.length === 0
                ? t('bodies.seatsCount', { count: body.seats.length })
                : t('bodies.seatsAll', {
                    seats: t('bodies.seatsCount', { count: body.seats.length }),
                    filled:
                      vacant > 0 ? t('bodies.vacantCount', { count: vacant }) : t('bodies.allFilled'),
                  }),
          },
        }
      })}
    />
  )
}

/** The forum's settings, said as sentences; for a record, what the sources do not give. */
function Rules({ page: { t, viewer } }: { page: Portal }) {
  const rules = rulesOf(viewer.forum)
  const yes = (answer: boolean) => capital(t(answer ? 'words.levels.yes' : 'words.levels.no'))
  return (
    <Section title={t('bodies.rules')} id="rules">
      {viewer.forum.kind === 'record' ? (
        <p className="max-w-[62ch]">{t('bodies.rulesRecord')}</p>
      ) : (
        <>
          <p className="mb-4 max-w-[62ch]">{t('bodies.rulesText')}</p>
          <Facts
            items={[
              {
                label: t('bodies.rule.quorum'),
                value: t('bodies.rule.quorumIs', {
                  share: Math.round(rules.quorumShare * 100),
                  perSector: rules.quorumPerSector,
                }),
              },
              {
                label: t('bodies.rule.observation'),
                value: t('bodies.rule.days', { count: rules.observationDays }),
              },
              { label: t('bodies.rule.silence'), value: yes(rules.silenceIsAssentForMinutes) },
              {
                label: t('bodies.rule.written'),
                value: t('bodies.rule.days', { count: rules.writtenProcedureDays }),
              },
              {
                label: t('bodies.rule.decides'),
                value: capital(t(`words.bodyKinds.${rules.statusDecidedBy}`)),
              },
              { label: t('bodies.rule.open'), value: yes(rules.openProposalsArePublic) },
              { label: t('bodies.rule.notice'), value: t('bodies.rule.noticeIs', rules.noticeDays) },
            ]}
          />
        </>
      )}
    </Section>
  )
}
