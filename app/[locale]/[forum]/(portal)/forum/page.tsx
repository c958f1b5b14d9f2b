import type { Metadata } from 'next'
import { Breadcrumb, Facts, Lead, PageTitle, Section } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { portal } from '@/app/_request/portal'
import type { InForum, Portal } from '@/app/_request/portal'
import { addDays } from '@/lib/act/calendar.ts'
import { amendmentsSeenBy, changeNames, rulesSeenBy } from '@/lib/amendments/seen.ts'
import type { RuleSeen } from '@/lib/amendments/seen.ts'
import { languageChoice } from '@/lib/bodies/rules.ts'
import { Amendments, ruleSaid } from '../../_changes/red-line'
import { capital } from '../_parts/words'

type Props = { params: InForum }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await portal(params)
  return { title: t('amendments.title') }
}

/** The rules by which the forum works, each with its past, and what else the forum changed of itself. */
export default async function ForumPage({ params }: Props) {
  const page = await portal(params)
  const { t, to, viewer, forumName, named, dates } = page
  const record = viewer.forum.kind === 'record'
  const [{ foundedOn, rules }, amendments, names] = await Promise.all([
    rulesSeenBy(viewer),
    amendmentsSeenBy(viewer),
    changeNames(viewer),
  ])
  const waiting = amendments.filter(({ state }) => state === 'waiting')
  const settled = amendments.filter(({ state }) => state !== 'waiting')
  return (
    <>
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[{ href: to.home, label: forumName }, { label: t('amendments.title') }]}
      />
      <PageTitle>{t('amendments.title')}</PageTitle>
      <Lead>{record ? t('amendments.record') : t('amendments.lead')}</Lead>
      <div className="mt-6">
        <Facts
          items={[
            { label: t('amendments.fields.forumName'), value: named(viewer.forum.name).text },
            { label: t('amendments.fields.timeZone'), value: dates.zone },
            {
              label: t('amendments.fields.languages'),
              value: t(`words.languageChoices.${languageChoice(viewer.forum)}`),
            },
          ]}
        />
      </div>
      {waiting.length > 0 && (
        <Section title={t('amendments.toCome')} id="to-come">
          <Amendments reading={page} names={names} amendments={waiting} at={to.home} />
        </Section>
      )}
      {!record && (
        <Section title={t('amendments.rules')} id="rules">
          <Rules page={page} rules={rules} foundedOn={foundedOn} />
        </Section>
      )}
      {!record && (
        <Section title={t('amendments.who')} id="who">
          <p className="max-w-[62ch]">{t('amendments.whoText')}</p>
        </Section>
      )}
      <Section title={t('amendments.parts')} id="parts">
        <p className="max-w-[62ch]">
          <a href={to.bodies}>{t('amendments.partsText')}</a>
        </p>
      </Section>
      {!record && (
        <Section title={t('amendments.made')} id="changes">
          {settled.length > 0 ? (
            <Amendments reading={page} names={names} amendments={settled} at={to.home} />
          ) : (
            <p className="max-w-[62ch]">{t('amendments.none')}</p>
          )}
        </Section>
      )}
    </>
  )
}

function Rules({ page, rules, foundedOn }: { page: Portal; rules: RuleSeen[]; foundedOn: string }) {
  const { t } = page
  return (
    <DataTable
      caption={t('amendments.rules')}
      hideCaption
      columns={[
        { key: 'rule', label: t('amendments.rule'), heading: true },
        { key: 'value', label: t('amendments.value') },
        { key: 'since', label: t('amendments.since') },
      ]}
      rows={rules.map((one) => ({
        key: one.rule,
        cells: {
          rule: (
            <>
              {capital(t(`words.ruleNames.${one.rule}`))}
              <span className="when block font-normal">{t(`amendments.means.${one.rule}`)}</span>
            </>
          ),
          value: ruleSaid(page, one.rule, one.value),
          since: <Past page={page} of={one} foundedOn={foundedOn} />,
        },
      }))}
    />
  )
}

/** Since when a rule is as it is, and how it was before. */
function Past({
  page,
  of: { rule, changes },
  foundedOn,
}: {
  page: Portal
  of: RuleSeen
  foundedOn: string
}) {
  const { t, to, dates } = page
  const [latest] = changes
  if (!latest) return t('amendments.sinceFounding', { day: dates.day(foundedOn) })
  return (
    <>
      <a href={to.decision(latest.number)}>
        {t('amendments.sinceDecision', {
          day: dates.day(latest.inForceOn),
          decision: t('amendments.decision', { number: latest.number }),
        })}
      </a>
      {changes.map(({ number, before, inForceOn }) => (
        <span key={number} className="when block">
          {before !== null &&
            t('amendments.before', {
              value: ruleSaid(page, rule, before),
              day: dates.day(addDays(inForceOn, -1)),
            })}
        </span>
      ))}
    </>
  )
}
