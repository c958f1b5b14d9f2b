import type { ReactNode } from 'react'
import { inLanguage } from '@/app/_request/dates'
import { Facts, Notice, Section } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { SignedText, WordDiff } from '@/components/page/text'
import type { Viewer } from '@/lib/act/viewer.ts'
import { wordsChanged } from '@/lib/minutes/rules.ts'
import { asksForPlan } from '@/lib/plans/facts.ts'
import type { CloseEffect, NewCommitment, Worded } from '@/lib/plans/facts.ts'
import { namesInPlans } from '@/lib/plans/seen.ts'
import type { NamesInPlans, TextChange } from '@/lib/plans/seen.ts'
import { figuresOf } from '@/lib/plans/rules.ts'
import { isResolution } from '@/lib/proposals/facts.ts'
import type { ProposalSeen } from '@/lib/proposals/seen.ts'
import type { Reading } from '../_roadmap/words'
import { wordingIn } from '../_roadmap/words'

type Shown = { reading: Reading; names: NamesInPlans }

/** What a proposal about a plan asks for, whole: its commitments, the red-line of a wording, what becomes of each. */
export async function PlanAsked({
  reading,
  viewer,
  proposal,
}: {
  reading: Reading
  viewer: Viewer
  proposal: ProposalSeen
}) {
  const { t, dates } = reading
  const { effect, decision } = proposal
  if (isResolution(effect))
    return (
      <p className="when mt-3">
        {t('plans.asked.resolution', { of: t(`words.resolutions.${effect.of}`) })}
      </p>
    )
  if (!asksForPlan(effect)) return null
  const names = await namesInPlans(viewer, effect, reading.locale === 'en' ? 'en' : 'es')
  const why = decision?.notCarriedOut
  return (
    <Section title={t(`plans.asked.${kindOf(effect.kind)}`)} id="asked">
      {why && (
        <Notice tone="warning" title={t('plans.asked.notCarriedOut')}>
          {t.has(`plans.why.${why.replace('.', '-')}`) && t(`plans.why.${why.replace('.', '-')}`)}
        </Notice>
      )}
      {effect.inForceOn && (
        <p className="mb-3">{t('plans.asked.inForceOn', { day: dates.day(effect.inForceOn) })}</p>
      )}
      <What reading={reading} names={names} effect={effect} />
    </Section>
  )
}

const kindOf = (kind: string) => kind.slice(kind.indexOf('.') + 1)

function What({
  reading,
  names,
  effect,
}: Shown & { effect: Extract<ProposalSeen['effect'], { kind: string }> }) {
  const { t, dates, locale } = reading
  if (!asksForPlan(effect)) return null
  switch (effect.kind) {
    case 'plans.adopt':
      return (
        <>
          <Facts
            items={[
              { label: t('plans.form.nameEs'), value: inLanguage(effect.name, locale).text },
              ...(effect.startsOn
                ? [{ label: t('plans.form.startsOn'), value: dates.day(effect.startsOn) }]
                : []),
              ...(effect.endsOn
                ? [{ label: t('plans.form.endsOn'), value: dates.day(effect.endsOn) }]
                : []),
            ]}
          />
          <Commitments reading={reading} names={names} commitments={effect.commitments} />
        </>
      )
    case 'plans.add-commitment':
      return <Commitments reading={reading} names={names} commitments={[effect.commitment]} />
    case 'plans.reword':
      return (
        <RedLine reading={reading} names={names} change={{ before: effect.over, after: effect.to }} />
      )
    case 'plans.split':
      return <Commitments reading={reading} names={names} commitments={effect.into} />
    case 'plans.merge':
      return (
        <>
          <ul className="mb-4 list-disc pl-5">
            {effect.commitments.map((id) => (
              <li key={id}>{names.commitments[id] ?? '…'}</li>
            ))}
          </ul>
          <Commitments reading={reading} names={names} commitments={[effect.into]} />
        </>
      )
    case 'plans.close':
      return <Outcomes reading={reading} names={names} effect={effect} />
  }
}

function Commitments({ reading, names, commitments }: Shown & { commitments: NewCommitment[] }) {
  const { t, locale } = reading
  return (
    <div className="mt-4">
      <DataTable
        caption={t('plans.asked.commitments', { count: commitments.length })}
        columns={[
          { key: 'number', label: t('plans.form.number') },
          { key: 'title', label: t('plans.asked.wording'), heading: true },
          { key: 'who', label: t('plans.asked.who') },
          { key: 'from', label: t('plans.form.from') },
        ]}
        rows={commitments.map((one) => ({
          key: String(one.number),
          cells: {
            number: one.number,
            title: (
              <>
                {wordingIn(one.title, locale)}
                {one.objective && (
                  <span className="block text-soft">{wordingIn(one.objective, locale)}</span>
                )}
              </>
            ),
            who: <Organisations reading={reading} names={names} organisations={one.organisations} />,
            from: one.from.map((id) => names.commitments[id] ?? '…').join('; '),
          },
        }))}
      />
    </div>
  )
}

function Organisations({
  reading: { t },
  names,
  organisations,
}: Shown & { organisations: Worded['organisations'] }): ReactNode {
  if (organisations.length === 0) return ''
  return (
    <ul>
      {organisations.map(({ organisation, role }) => (
        <li key={`${role}${organisation}`}>
          {names.organisations[organisation] ?? '…'}{' '}
          <span className="when">{t(`words.roles.${role}`)}</span>
        </li>
      ))}
    </ul>
  )
}

/** Before and after as one text, word by word, for each part that changes. */
export function RedLine({
  reading,
  names,
  change: { before, after },
}: Shown & { change: { before: Worded; after: Worded } }) {
  const { t } = reading
  const texts = [
    { key: 'titleEs', lang: 'es', from: before.title.es, to: after.title.es },
    { key: 'titleEn', lang: 'en', from: before.title.en, to: after.title.en },
    { key: 'objectiveEs', lang: 'es', from: before.objective?.es, to: after.objective?.es },
    { key: 'objectiveEn', lang: 'en', from: before.objective?.en, to: after.objective?.en },
  ].filter(({ from, to }) => (from ?? '') !== (to ?? ''))
  const who = (worded: Worded) =>
    worded.organisations
      .map(
        ({ organisation, role }) =>
          `${names.organisations[organisation] ?? '…'} (${t(`words.roles.${role}`)})`,
      )
      .join('; ')
  const [answered, answers] = [who(before), who(after)]
  return (
    <dl className="grid gap-3">
      {texts.map(({ key, lang, from = '', to = '' }) => (
        <div key={key}>
          <dt className="when">{t(`plans.form.${key}`)}</dt>
          <dd>
            <Differing from={from} to={to} lang={lang} />
          </dd>
        </div>
      ))}
      {answered !== answers && (
        <div>
          <dt className="when">{t('plans.asked.who')}</dt>
          <dd>
            <Differing from={answered} to={answers} />
          </dd>
        </div>
      )}
    </dl>
  )
}

function Differing({ from, to, lang }: { from: string; to: string; lang?: string }) {
  return (
    <WordDiff
      {...(lang && { lang })}
      parts={wordsChanged(from, to).map(({ text, is }) => ({
        text,
        change: is === 'removed' ? ('gone' as const) : is,
      }))}
    />
  )
}

function Outcomes({ reading, names, effect }: Shown & { effect: CloseEffect }) {
  const { t } = reading
  return (
    <>
      <p className="mb-3">{figuresSaid(reading, figuresOf(effect.outcomes))}</p>
      <DataTable
        caption={t('plans.asked.close')}
        hideCaption
        columns={[
          { key: 'commitment', label: t('plans.asked.commitment'), heading: true },
          { key: 'outcome', label: t('plans.form.outcome') },
          { key: 'note', label: t('plans.form.note') },
        ]}
        rows={effect.outcomes.map(({ commitment, outcome, note }) => ({
          key: commitment,
          cells: {
            commitment: names.commitments[commitment] ?? '…',
            outcome: t(`words.planOutcomes.${outcome}`),
            note: note ? <SignedText {...note} /> : '',
          },
        }))}
      />
    </>
  )
}

/** In words and figures, what became of a plan's commitments. */
export function figuresSaid({ t }: Pick<Reading, 't'>, figures: Record<string, number>): string {
  return t('plans.asked.figures', {
    completed: figures.completed ?? 0,
    partly: figures.partly ?? 0,
    not: figures.not ?? 0,
    carried: figures['carried-over'] ?? 0,
    replaced: figures.replaced ?? 0,
  })
}

/** A change of a commitment's text as its page tells it: which, by which decision, and the red-line. */
export function TextChangeLine({
  reading,
  names,
  change,
  at,
}: Shown & { change: TextChange; at: string }) {
  const { t, dates } = reading
  const { decision, how, before, after, goesOnIn, changedOn } = change
  return (
    <li className="border-b border-rule py-3">
      <p>
        {t(`plans.page.how.${how}`)}
        {goesOnIn.length > 0 && (
          <>
            {': '}
            {goesOnIn.map(({ number, plan }, place) => (
              <span key={`${plan}${number}`}>
                {place > 0 && ', '}
                <a href={`${at}/plans/${plan}/commitments/${number}`}>{number}</a>
              </span>
            ))}
          </>
        )}{' '}
        <span className="when">
          {dates.day(changedOn)}
          {decision && (
            <>
              {' · '}
              <a href={`${at}/decisions/${decision.number}`}>
                {t('record.decision', { number: decision.number })}
              </a>
            </>
          )}
        </span>
      </p>
      {before && after && <RedLine reading={reading} names={names} change={{ before, after }} />}
    </li>
  )
}
