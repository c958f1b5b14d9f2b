import type { Metadata } from 'next'
import { portal } from '@/app/_request/portal'
import type { InForum, Portal } from '@/app/_request/portal'
import { Breadcrumb, Facts, Lead, Notice, PageTitle, Section } from '@/components/page/page'
import { Digest } from '@/components/page/text'
import { SectorMark } from '@/components/proposals/marks'
import { settings } from '@/lib/settings.ts'
import { witnessesOf } from '@/lib/witnesses/seen.ts'
import type { SectorWitness } from '@/lib/witnesses/seen.ts'
import { standOf } from '../_parts/witness-marks'

type Props = { params: InForum }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await portal(params)
  return { title: t('witnesses.title') }
}

/** Who outside the host has signed how much of the log, how long ago, and what is missing. */
export default async function WitnessesPage({ params }: Props) {
  const page = await portal(params)
  const { t, to, viewer, slug, forumName } = page
  const seen = await witnessesOf(viewer)
  const covering = seen.sectors.filter((sector) => standOf(sector) === 'current').length
  const log = `${settings().publicUrl}/${slug}/log`
  return (
    <>
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[{ href: to.home, label: forumName }, { label: t('witnesses.title') }]}
      />
      <PageTitle>{t('witnesses.title')}</PageTitle>
      <Lead>{t('witnesses.lead')}</Lead>
      {viewer.forum.kind === 'record' ? (
        <Notice>{t('witnesses.record')}</Notice>
      ) : (
        <>
          <p className="mt-4 max-w-[62ch]">
            {t('witnesses.summary', {
              covering,
              of: seen.sectors.length,
              size: seen.size,
              signed: seen.signed ?? 0,
            })}
          </p>
          <ul className="mt-6 grid gap-4 lg:grid-cols-3">
            {seen.sectors.map((sector) => (
              <li key={sector.sector.id} className="card">
                <Stand page={page} one={sector} />
              </li>
            ))}
          </ul>
          <Missing page={page} seen={seen} />
        </>
      )}
      <ToCheck page={page} seen={seen} log={log} />
      {viewer.forum.kind !== 'record' && (
        <Section title={t('witnesses.run')} id="run">
          <p className="max-w-[62ch]">{t('witnesses.runText')}</p>
          <pre
            className="card digest mt-3 overflow-x-auto"
            tabIndex={0}
          >{`node witness.mjs --key witness.key --forum ${settings().publicUrl}/${slug} --every 3600`}</pre>
          <p className="mt-3">
            <a href={to.at('/witnesses/sign')}>{t('witnesses.toBrowser')}</a>
          </p>
          <p className="mt-3">
            <a href={to.at('/desk/witness')}>{t('witnesses.toDesk')}</a>
          </p>
        </Section>
      )}
      <Section title={t('witnesses.limits')} id="limits">
        <p className="max-w-[62ch]">{t('witnesses.limitsText')}</p>
      </Section>
    </>
  )
}

function Missing({ page, seen }: { page: Portal; seen: Awaited<ReturnType<typeof witnessesOf>> }) {
  const { t } = page
  const missing = seen.sectors.filter((sector) => ['none', 'never', 'silent'].includes(standOf(sector)))
  return (
    <Section title={t('witnesses.missing')} id="missing">
      {missing.length === 0 ? (
        <p className="max-w-[62ch]">{t('witnesses.nothingMissing')}</p>
      ) : (
        <ul className="grid max-w-[62ch] list-disc gap-2 pl-5">
          {missing.map((sectorWitness) => (
            <li key={sectorWitness.sector.id}>
              {t(`witnesses.miss.${standOf(sectorWitness) as 'none' | 'never' | 'silent'}`, {
                sector: page.marked(sectorWitness.sector).name,
                days: sectorWitness.behind?.days ?? 0,
                limit: seen.days,
              })}
            </li>
          ))}
        </ul>
      )}
      <p className="when mt-4 max-w-[62ch]">{t('witnesses.missingMeans', { limit: seen.days })}</p>
    </Section>
  )
}

/** Where what was signed can be read without this page. */
function ToCheck({
  page: { t, slug },
  seen,
  log,
}: {
  page: Portal
  seen: Awaited<ReturnType<typeof witnessesOf>>
  log: string
}) {
  return (
    <Section title={t('witnesses.check')} id="check">
      <p className="mb-3 max-w-[62ch]">{t('witnesses.checkText')}</p>
      <ul className="grid gap-1">
        {seen.witnessed !== null && (
          <li>
            <a href={`/${slug}/log/witnessed`}>
              <Digest>{`${log}/witnessed`}</Digest>
            </a>
          </li>
        )}
        <li>
          <a href={`/${slug}/log/checkpoint`}>
            <Digest>{`${log}/checkpoint`}</Digest>
          </a>
        </li>
        {seen.sectors
          .filter(
            (sector) =>
              sector.witness && seen.sectors.some((other) => other !== sector && other.witness),
          )
          .map(({ sector }) => (
            <li key={sector.id}>
              <a href={`/${slug}/log/policy/${sector.slug}`}>
                <Digest>{`${log}/policy/${sector.slug}`}</Digest>
              </a>
            </li>
          ))}
      </ul>
    </Section>
  )
}

function Stand({ page: { t, to, marked, dates }, one }: { page: Portal; one: SectorWitness }) {
  const { witness, cosigned, behind, before } = one
  const [sector, stand] = [marked(one.sector), standOf(one)]
  return (
    <>
      <span className="text-[2rem] leading-none">
        <SectorMark sector={sector} filled={stand === 'current'} />
      </span>
      <p className="mt-2 font-serif text-lg font-semibold">{sector.name}</p>
      <p className={stand === 'current' || stand === 'behind' ? '' : 'font-semibold'}>
        {t(`witnesses.stands.${stand}`, { acts: behind?.acts ?? 0, days: behind?.days ?? 0 })}
      </p>
      {witness && (
        <div className="mt-3">
          <Facts
            items={[
              {
                label: t('witnesses.last'),
                value:
                  cosigned && behind ? (
                    <>
                      {t('witnesses.lastOf', { size: cosigned.size })}{' '}
                      <span className="when block">
                        <time dateTime={cosigned.time}>{dates.moment(new Date(cosigned.time))}</time> ·{' '}
                        {t('witnesses.ago', { days: behind.days })}
                      </span>
                    </>
                  ) : (
                    t('witnesses.never')
                  ),
              },
              {
                label: t('witnesses.named'),
                value: <a href={to.entry(witness.entryIndex)}>{dates.day(witness.namedOn)}</a>,
              },
              { label: t('witnesses.key'), value: <Digest>{witness.key}</Digest> },
            ]}
          />
          {witness.withoutOldKey && (
            <p className="mt-2">
              {t('witnesses.withoutOldKey')}{' '}
              <a href={to.entry(witness.entryIndex)}>{t('witnesses.theAct')}</a>
            </p>
          )}
        </div>
      )}
      {before.length > 0 && (
        <details className="mt-3">
          <summary className="cursor-pointer">{t('witnesses.before', { count: before.length })}</summary>
          <ul className="mt-2 grid gap-2">
            {before.map((each) => (
              <li key={each.id}>
                <Digest>{each.key}</Digest>
                <span className="when block">
                  {t('witnesses.fromTo', {
                    from: dates.day(each.namedOn),
                    to: dates.day(each.dismissedOn ?? ''),
                  })}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
