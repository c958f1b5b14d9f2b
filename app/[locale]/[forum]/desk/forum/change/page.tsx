import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { speaker } from '@/app/_request/words'
import { FormArea, FormText } from '@/components/form/action-form'
import { DayInput, ErrorSummary } from '@/components/form/fields'
import { Notice, Section } from '@/components/page/page'
import { asksForChange } from '@/lib/amendments/facts.ts'
import { proposeAmendment } from '@/lib/amendments/commands.ts'
import { changeForeseen, changeNames, forumParts } from '@/lib/amendments/seen.ts'
import type { ChangeForeseen } from '@/lib/amendments/seen.ts'
import type { WishKind } from '@/lib/amendments/wish.ts'
import { choicesFor } from '@/lib/notices/seen.ts'
import { WhatIsInherited } from '../../../_changes/inherited'
import { Ending, RedLine } from '../../../_changes/red-line'
import { deskFrame } from '../../frame'
import type { DeskFrame } from '../../frame'
import { Act, ActingSeat, Crumbs, PageHead, Why } from '../../parts'
import { startOfWay, Way } from '../../proposals/way'
import { proposeAmendmentAction } from '../actions'
import { ChangeFields } from './fields'
import { wishIn } from './read'
import type { WishRead } from './read'

type Props = {
  params: Promise<{ locale: string; forum: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { t } = await deskFrame(params)
  const { kind } = await wishIn(searchParams)
  return { title: t(kind ? `amendments.kinds.${kind}` : 'amendments.desk.propose') }
}

/** A change of the forum in two steps: what is to change, seen as a red-line before anything is sent; then why, and how it is decided. */
export default async function ChangePage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk } = frame
  const wish = await wishIn(searchParams)
  const kind = wish.kind ?? notFound()
  const may = await mayAct(viewer, proposeAmendment, {})
  const { asked } = wish
  const foreseen = wish.see && asked ? await changeForeseen(viewer, asked.change, asked.inForceOn) : null
  const early = asked !== null && asked.inForceOn < viewer.today
  const second = foreseen?.change && !early ? foreseen : null
  return (
    <>
      <Crumbs
        frame={frame}
        path={[{ href: `${desk}/forum`, label: t('amendments.desk.title') }]}
        here={t(`amendments.kinds.${kind}`)}
      />
      <PageHead
        title={t(`amendments.kinds.${kind}`)}
        lead={t(second ? 'amendments.form.second' : 'amendments.form.first')}
      />
      {may.seats.length === 0 && <Why>{may.refusal}</Why>}
      {may.seats.length > 0 && second && (
        <Second frame={frame} may={may} kind={kind} wish={wish} foreseen={second} />
      )}
      {may.seats.length > 0 && !second && (
        <First frame={frame} kind={kind} wish={wish} refusal={foreseen?.refusal ?? null} early={early} />
      )}
    </>
  )
}

async function First({
  frame,
  kind,
  wish,
  refusal,
  early,
}: {
  frame: DeskFrame
  kind: WishKind
  wish: WishRead
  refusal: { refused: string; params?: Record<string, string | number>; field?: string } | null
  early: boolean
}) {
  const { t, viewer, desk, dates, locale } = frame
  const [parts, { commitments }, say] = await Promise.all([
    forumParts(viewer),
    choicesFor(viewer),
    speaker(locale),
  ])
  const problems = wish.see
    ? [
        ...wish.problems,
        ...(early ? [{ path: 'inForceOn', key: 'amendments.dayIsPast' }] : []),
        ...(refusal?.field
          ? [{ path: refusal.field, key: refusal.refused, params: refusal.params ?? {} }]
          : []),
      ]
    : []
  const errors = Object.fromEntries(
    problems.map((problem) => [
      problem.path === 'change.rules.quorumShare' ? 'change.rules.quorumPercent' : problem.path,
      say(problem.key, 'params' in problem ? problem.params : {}),
    ]),
  )
  const message = refusal && !refusal.field ? say(refusal.refused, refusal.params) : undefined
  return (
    <form action={`${desk}/forum/change`} method="get" className="stack max-w-[42rem]">
      <ErrorSummary title={t('amendments.form.faults')} message={message} errors={errors} />
      <input type="hidden" name="change.kind" value={kind} />
      <ChangeFields kind={kind} filling={{ frame, parts, commitments, given: wish.given, errors }} />
      <DayInput
        name="inForceOn"
        label={t('amendments.form.day')}
        hint={t('amendments.form.dayHint', { zone: dates.zone })}
        error={errors['inForceOn']}
        value={wish.given['inForceOn'] ?? viewer.today}
      />
      <button className="button" type="submit" name="see" value="1">
        {t('amendments.form.see')}
      </button>
    </form>
  )
}

/** Of rules those alone that are to change: what stays is no part of what is asked. */
function sentFor({ sent }: WishRead, { change }: ChangeForeseen): Record<string, string> {
  if (change.kind !== 'amendments.rules') return sent
  const rule = (name: string) => /^change\.rules\.(\w+)$/.exec(name)?.[1]
  return Object.fromEntries(
    Object.entries(sent).filter(([name]) => {
      const named = rule(name)
      return named === undefined || named in change.to
    }),
  )
}

async function Second({
  frame,
  may,
  kind,
  wish,
  foreseen,
}: {
  frame: DeskFrame
  may: May
  kind: WishKind
  wish: WishRead
  foreseen: ChangeForeseen
}) {
  const { t, viewer, desk, dates, locale } = frame
  const [names, choices, say] = await Promise.all([
    changeNames(viewer),
    choicesFor(viewer),
    speaker(locale),
  ])
  const committee = may.seats.find((seat) => seat.bodyKind === 'committee')?.body
  const items = choices.items.filter((item) => item.body === committee)
  const back = `${desk}/forum/change?${new URLSearchParams(wish.given)}`
  const { refusal, lines, ending, change } = foreseen
  return (
    <>
      <Section title={t('amendments.redLine.title')} id="change">
        <p className="mb-3 font-semibold">
          {t('amendments.askedFor', { day: dates.day(change.inForceOn) })}
        </p>
        <RedLine reading={frame} names={names} lines={lines} />
        <Ending reading={frame} names={names} ending={ending} />
        {change.kind === 'amendments.organisation-succeeded' && (
          <WhatIsInherited reading={frame} names={names} change={change} viewer={viewer} desk={desk} />
        )}
        {refusal && (
          <Notice tone="error" title={t('amendments.couldNot')}>
            {say(refusal.refused, refusal.params)}
          </Notice>
        )}
        <p className="mt-3">
          <a href={back}>{t('amendments.form.back')}</a>
        </p>
      </Section>
      {!refusal && asksForChange(change) && (
        <Act
          frame={frame}
          action={proposeAmendmentAction}
          hidden={{ ...sentFor(wish, foreseen), 'title.lang': locale, 'text.lang': locale }}
          labels={{
            'title.text': t('amendments.form.title'),
            'text.text': t('amendments.form.text'),
            mode: t('proposals.form.mode'),
            agendaItem: t('proposals.form.item'),
            deadlineOn: t('proposals.form.deadline'),
            inForceOn: t('amendments.form.day'),
          }}
          submit={t('amendments.form.submit')}
          start={{
            'title.text': t(`amendments.kinds.${kind}`),
            ...startOfWay(choices),
          }}
        >
          <ActingSeat frame={frame} may={may} />
          <WhyItShould frame={frame} />
          <Way frame={frame} choices={choices} items={items} />
        </Act>
      )}
    </>
  )
}

function WhyItShould({ frame: { t } }: { frame: DeskFrame }) {
  return (
    <>
      <FormText
        name="title.text"
        label={t('amendments.form.title')}
        hint={t('amendments.form.titleHint')}
        required
      />
      <FormArea
        name="text.text"
        label={t('amendments.form.text')}
        hint={t('amendments.form.textHint')}
        rows={6}
        signed
        required
      />
    </>
  )
}
