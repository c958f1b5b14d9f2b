import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { mayAct } from '@/app/_request/may'
import { FormArea, FormDay, FormRadios, FormSelect, FormText, FormTime } from '@/components/form/action-form'
import { ButtonLink, EmptyState, Section } from '@/components/page/page'
import { addDays } from '@/lib/act/calendar.ts'
import { rulesOf } from '@/lib/bodies/rules.ts'
import { convene } from '@/lib/meetings/commands.ts'
import { reassessmentsDue } from '@/lib/events/queries.ts'
import { leftOverIn } from '@/lib/meetings/queries.ts'
import { meetingKinds } from '@/lib/meetings/rules.ts'
import { choicesFor, deskOf } from '@/lib/notices/queries.ts'
import { deskFrame } from '../../frame'
import { Act, ActingSeat, Crumbs, PageHead } from '../../parts'
import { wordingIn } from '../../../_roadmap/words'
import { conveneAction } from '../actions'

type Props = {
  params: Promise<{ locale: string; forum: string }>
  searchParams: Promise<{ body?: string }>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('desk'))('convene.title') }
}

/** So many rows for items: more are added on the meeting's page, one at a time. */
const rows = [0, 1, 2, 3]

export default async function ConvenePage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, say, desk, locale, dates } = frame
  const asked = (await searchParams).body
  const { bodies } = await deskOf(viewer)
  const mays = await Promise.all(bodies.map(async (body) => ({ body, may: await mayAct(viewer, convene, { body: body.id }) })))
  const possible = mays.filter(({ may }) => may.seats.length > 0)
  const chosen = possible.find(({ body }) => body.slug === asked) ?? (possible.length === 1 ? possible[0] : undefined)
  const head = (
    <>
      <Crumbs frame={frame} path={[{ href: `${desk}/meetings`, label: t('desk.meetings.title') }]}
        here={t('desk.convene.title')} />
      <PageHead title={t('desk.convene.title')} lead={chosen ? say(chosen.body.name) : undefined} />
    </>
  )
  if (possible.length === 0) {
    return <>{head}<EmptyState title={t('desk.convene.cannot')}>{mays[0]?.may.refusal ?? t('desk.home.noSeatText')}</EmptyState>
    </>
  }
  if (!chosen) {
    return (
      <>
        {head}
        <Section title={t('desk.convene.which')}>
          <ul className="grid gap-3">
            {possible.map(({ body }) =>
              <li key={body.id}>
                <ButtonLink href={`${desk}/meetings/new?body=${body.slug}`} kind="quiet">{say(body.name)}</ButtonLink></li>)}
          </ul>
        </Section>
      </>
    )
  }
  const { noticeDays } = rulesOf(viewer.forum)
  const [leftOver, due, { commitments }] = await Promise.all([leftOverIn(viewer.db, chosen.body.id), reassessmentsDue(viewer.db, chosen.body.id), choicesFor(viewer)])
  const noCommitment = { value: '', label: t('desk.convene.noCommitment') }
  return (
    <>
      {head}
      <Act frame={frame} action={conveneAction} submit={t('desk.convene.submit')}
        labels={{ kind: t('desk.convene.kind'), day: t('desk.convene.day'), time: t('desk.convene.time'),
          'place.text': t('desk.convene.place'), videoLink: t('desk.convene.link') }}
        start={{ day: addDays(viewer.today, noticeDays.ordinary), time: '10:00', kind: 'ordinary',
          ...Object.fromEntries(rows.map((row) => [`items.${row}.title.lang`, locale])) }}>
        <ActingSeat frame={frame} may={chosen.may} />
        <input type="hidden" name="body" value={chosen.body.id} />
        <FormRadios name="kind" label={t('desk.convene.kind')} options={meetingKinds.map((value) => ({
          value, label: t(`words.meetingKinds.${value}`),
          hint: t('desk.convene.notice', { days: noticeDays[value], day: dates.day(addDays(viewer.today, noticeDays[value])) }),
        }))} />
        <div className="grid max-w-2xl gap-6 sm:grid-cols-2">
          <FormDay name="day" label={t('desk.convene.day')} required />
          <FormTime name="time" label={t('desk.convene.time')}
            hint={t('desk.convene.zone', { zone: viewer.forum.timeZone.replace('_', ' ') })} required />
        </div>
        <input type="hidden" name="place.lang" value={locale} />
        <FormText name="place.text" label={t('desk.convene.place')} hint={t('desk.convene.placeHint')} />
        <FormText name="videoLink" type="url" label={t('desk.convene.link')} hint={t('desk.convene.linkHint')} />
        <fieldset className="stack">
          <legend className="mb-2 font-serif text-xl font-semibold">{t('desk.convene.items')}</legend>
          {leftOver.length > 0 && (
            <div className="washed max-w-2xl">
              <p className="font-semibold">{t('desk.convene.leftOver', { count: leftOver.length })}</p>
              <ul className="mt-2 list-disc pl-5">
                {leftOver.map((item) => <li key={item.id} lang={item.title.lang}>{item.title.text}</li>)}</ul>
            </div>
          )}
          {due.length > 0 && (
            <div className="washed max-w-2xl">
              <p className="font-semibold">{t('events.dueHere', { count: due.length })}</p>
              <ul className="mt-2 list-disc pl-5">{due.map((one) => <li key={one.id}>{wordingIn(one.what, locale)} <span className="when">({one.numbers.join(', ')})</span></li>)}</ul>
            </div>
          )}
          {rows.map((row) => (
            <details key={row} open={row === 0} className="max-w-2xl">
              <summary className="cursor-pointer py-2 font-semibold">
                {t('desk.convene.item', { number: leftOver.length + due.length + row + 1 })}</summary>
              <div className="stack mt-2">
                <input type="hidden" name={`items.${row}.title.lang`} value={locale} />
                <FormText name={`items.${row}.title.text`} label={t('desk.agenda.itemTitle')} />
                <FormSelect name={`items.${row}.commitment`} label={t('desk.agenda.commitment')}
                  options={[noCommitment, ...commitments.map((one) => ({
                  value: one.id,
                    label: `${one.number}. ${one.title[locale as 'es' | 'en'] ?? one.title.es ?? one.title.en
                      ?? ''} (${say(one.plan)})`,
                }))]} />
                <input type="hidden" name={`items.${row}.note.lang`} value={locale} />
                <FormArea name={`items.${row}.note.text`} label={t('desk.agenda.note')} rows={3} />
              </div>
            </details>
          ))}
          <p className="hint">{t('desk.convene.moreItems')}</p>
        </fieldset>
      </Act>
    </>
  )
}
