import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import {
  FormArea,
  FormDay,
  FormHidden,
  FormSelect,
  FormText,
  FormTime,
} from '@/components/form/action-form'
import { Select } from '@/components/form/fields'
import type { Option } from '@/components/form/fields'
import { ButtonLink, EmptyState, Section } from '@/components/page/page'
import { convene } from '@/lib/meetings/commands.ts'
import { reassessmentsDue } from '@/lib/events/record.ts'
import { meetingSeenBy } from '@/lib/meetings/seen.ts'
import { errataDue, leftOverIn } from '@/lib/meetings/record.ts'
import { proposedMeeting, templatesSeenBy } from '@/lib/series/seen.ts'
import type { Asked, ProposedMeeting, TemplateSeen } from '@/lib/series/seen.ts'
import { choicesFor, deskOf } from '@/lib/notices/seen.ts'
import { deskFrame } from '../../frame'
import type { DeskFrame } from '../../frame'
import { Act, ActingSeat, Crumbs, PageHead } from '../../parts'
import { wordingIn } from '../../../_roadmap/words'
import { conveneAction } from '../actions'
import { Kind } from './kind'

type Props = {
  params: Promise<{ locale: string; forum: string }>
  searchParams: Promise<{ body?: string } & Asked>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('desk'))('convene.title') }
}

/**
 * So many rows for items, and some beyond what comes filled in: more are added on the meeting's page, one
 * at a time.
 */
const [leastRows, moreRows, mostRows] = [4, 2, 50]

export default async function ConvenePage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, say, desk, locale, dates } = frame
  const { body: asked, ...from } = await searchParams
  const { bodies } = await deskOf(viewer)
  const mays = await Promise.all(
    bodies.map(async (body) => ({ body, may: await mayAct(viewer, convene, { body: body.id }) })),
  )
  const possible = mays.filter(({ may }) => may.seats.length > 0)
  const chosen =
    possible.find(({ body }) => body.slug === asked) ?? (possible.length === 1 ? possible[0] : undefined)
  const head = (
    <>
      <Crumbs
        frame={frame}
        path={[{ href: `${desk}/meetings`, label: t('desk.meetings.title') }]}
        here={t('desk.convene.title')}
      />
      <PageHead title={t('desk.convene.title')} lead={chosen ? say(chosen.body.name) : undefined} />
    </>
  )
  if (possible.length === 0) {
    return (
      <>
        {head}
        <EmptyState title={t('desk.convene.cannot')}>
          {mays[0]?.may.refusal ?? t('desk.home.noSeatText')}
        </EmptyState>
      </>
    )
  }
  if (!chosen) {
    return (
      <>
        {head}
        <WhichBody frame={frame} bodies={possible.map(({ body }) => body)} />
      </>
    )
  }
  const body = chosen.body.id
  const [leftOver, due, errata, { commitments }, proposed, templates, like] = await Promise.all([
    leftOverIn(viewer.db, body),
    reassessmentsDue(viewer.db, body),
    errataDue(viewer.db, body),
    choicesFor(viewer, { underWay: true }),
    proposedMeeting(viewer, body, from, locale === 'en' ? 'en' : 'es'),
    templatesSeenBy(viewer, body),
    from.like ? meetingSeenBy(viewer, from.like) : null,
  ])
  return (
    <>
      {head}
      {like && proposed.from === 'meeting' && (
        <p className="washed mb-6 max-w-2xl">
          {t('planning.like.filled', { day: dates.day(like.heldOn) })}
        </p>
      )}
      {proposed.from === 'series' && (
        <p className="washed mb-6 max-w-2xl">{t('planning.series.filled')}</p>
      )}
      {templates.length > 0 && (
        <TemplateChoice
          frame={frame}
          body={chosen.body.slug}
          templates={templates}
          from={from}
          chosen={proposed.template}
        />
      )}
      <Fields
        frame={frame}
        may={chosen.may}
        body={body}
        arriving={{ leftOver, due, errata }}
        proposed={proposed}
        commitments={commitments}
      />
    </>
  )
}

function WhichBody({
  frame: { t, say, desk },
  bodies,
}: {
  frame: DeskFrame
  bodies: Awaited<ReturnType<typeof deskOf>>['bodies']
}) {
  return (
    <Section title={t('desk.convene.which')}>
      <ul className="grid gap-3">
        {bodies.map((body) => (
          <li key={body.id}>
            <ButtonLink href={`${desk}/meetings/new?body=${body.slug}`} kind="quiet">
              {say(body.name)}
            </ButtonLink>
          </li>
        ))}
      </ul>
      <p className="mt-6">
        <a href={`${desk}/meetings/new/several`}>{t('desk.convene.several.title')}</a>
      </p>
    </Section>
  )
}

type Commitments = Awaited<ReturnType<typeof choicesFor>>['commitments']

function Fields({
  frame,
  may,
  body,
  arriving,
  proposed,
  commitments,
}: {
  frame: DeskFrame
  may: May
  body: string
  arriving: Arriving
  proposed: ProposedMeeting
  commitments: Commitments
}) {
  const { t, locale, dates } = frame
  return (
    <Act
      frame={frame}
      action={conveneAction}
      submit={t('desk.convene.submit')}
      labels={{
        kind: t('desk.convene.kind'),
        day: t('desk.convene.day'),
        time: t('desk.convene.time'),
        'place.text': t('desk.convene.place'),
        videoLink: t('desk.convene.link'),
      }}
      start={startOf(proposed)}
    >
      <ActingSeat frame={frame} may={may} />
      <input type="hidden" name="body" value={body} />
      <Kind frame={frame} />
      <div className="grid max-w-2xl gap-6 sm:grid-cols-2">
        <FormDay name="day" label={t('desk.convene.day')} required />
        <FormTime
          name="time"
          label={t('desk.convene.time')}
          hint={t('desk.convene.zone', { zone: dates.zone })}
          required
        />
      </div>
      <FormHidden name="place.lang" start={locale} />
      <FormText name="place.text" label={t('desk.convene.place')} hint={t('desk.convene.placeHint')} />
      <FormText
        name="videoLink"
        type="url"
        label={t('desk.convene.link')}
        hint={t('desk.convene.linkHint')}
      />
      <Items frame={frame} arriving={arriving} proposed={proposed} commitments={commitments} />
    </Act>
  )
}

type Arriving = {
  leftOver: Awaited<ReturnType<typeof leftOverIn>>
  due: Awaited<ReturnType<typeof reassessmentsDue>>
  errata: Awaited<ReturnType<typeof errataDue>>
}

/** What comes onto the agenda by itself, and after it rows to fill in. */
function Items({
  frame,
  arriving: { leftOver, due, errata },
  proposed,
  commitments,
}: {
  frame: DeskFrame
  arriving: Arriving
  proposed: ProposedMeeting
  commitments: Commitments
}) {
  const { t, say, locale } = frame
  const byThemselves = leftOver.length + due.length + errata.length
  const rows = Array.from(
    { length: Math.min(mostRows, Math.max(leastRows, proposed.items.length + moreRows)) },
    (_none, row) => row,
  )
  const options: Option[] = [
    { value: '', label: t('desk.convene.noCommitment') },
    ...commitments.map((commitment) => ({
      value: commitment.id,
      label: `${commitment.number}. ${wordingIn(commitment.title, locale)} (${say(commitment.plan)})`,
    })),
  ]
  return (
    <fieldset className="stack">
      <legend className="mb-2 font-serif text-xl font-semibold">{t('desk.convene.items')}</legend>
      <Arrives title={t('desk.convene.leftOver', { count: leftOver.length })} items={leftOver} />
      {due.length > 0 && (
        <div className="washed max-w-2xl">
          <p className="font-semibold">{t('events.dueHere', { count: due.length })}</p>
          <ul className="mt-2 list-disc pl-5">
            {due.map((one) => (
              <li key={one.id}>
                {wordingIn(one.what, locale)} <span className="when">({one.numbers.join(', ')})</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Arrives title={t('planning.arrives.errata', { count: errata.length })} items={errata} />
      {rows.map((row) => (
        <ItemRow
          key={row}
          t={t}
          locale={locale}
          row={row}
          number={byThemselves + row + 1}
          open={row === 0 || row < proposed.items.length}
          options={options}
        />
      ))}
      <p className="hint">{t('desk.convene.moreItems')}</p>
    </fieldset>
  )
}

function Arrives({
  title,
  items,
}: {
  title: string
  items: { id: string; title: { lang: string; text: string } }[]
}) {
  if (items.length === 0) return null
  return (
    <div className="washed max-w-2xl">
      <p className="font-semibold">{title}</p>
      <ul className="mt-2 list-disc pl-5">
        {items.map((item) => (
          <li key={item.id} lang={item.title.lang}>
            {item.title.text}
          </li>
        ))}
      </ul>
    </div>
  )
}

function ItemRow({
  t,
  locale,
  row,
  number,
  open,
  options,
}: {
  t: DeskFrame['t']
  locale: string
  row: number
  number: number
  open: boolean
  options: Option[]
}) {
  return (
    <details open={open} className="max-w-2xl">
      <summary className="cursor-pointer py-2 font-semibold">
        {t('desk.convene.item', { number })}
      </summary>
      <div className="stack mt-2">
        <FormHidden name={`items.${row}.title.lang`} start={locale} />
        <FormText name={`items.${row}.title.text`} label={t('desk.agenda.itemTitle')} />
        <div className="grid gap-6 sm:grid-cols-[1fr_9rem]">
          <FormSelect
            name={`items.${row}.commitment`}
            label={t('desk.agenda.commitment')}
            options={options}
          />
          <FormText
            name={`items.${row}.minutes`}
            type="number"
            label={t('planning.templates.minutes')}
          />
        </div>
        <FormHidden name={`items.${row}.note.lang`} start={locale} />
        <FormArea name={`items.${row}.note.text`} label={t('desk.agenda.note')} rows={3} />
      </div>
    </details>
  )
}

/** What the form begins with, by the names of its fields. */
function startOf({ kind, day, time, place, videoLink, items }: ProposedMeeting): Record<string, string> {
  const text = (name: string, one: { lang: string; text: string } | null) =>
    one ? { [`${name}.lang`]: one.lang, [`${name}.text`]: one.text } : {}
  return Object.assign(
    { kind, day, time, videoLink: videoLink ?? '', ...text('place', place) },
    ...items.map((item, row) => ({
      ...text(`items.${row}.title`, item.title),
      ...text(`items.${row}.note`, item.note),
      [`items.${row}.commitment`]: item.commitment ?? '',
      [`items.${row}.minutes`]: item.minutes === null ? '' : String(item.minutes),
    })),
  ) as Record<string, string>
}

/** Fills the agenda by loading the page again: it works without scripts, and its address says what was chosen. */
function TemplateChoice({
  frame: { t, desk, say },
  body,
  templates,
  from,
  chosen: id,
}: {
  frame: DeskFrame
  body: string
  templates: TemplateSeen[]
  from: Asked
  chosen: string | null
}) {
  const chosen = templates.find((template) => template.id === id)
  return (
    <form method="get" action={`${desk}/meetings/new`} className="washed mb-6 max-w-2xl">
      <input type="hidden" name="body" value={body} />
      {from.series && <input type="hidden" name="series" value={from.series} />}
      {from.day && <input type="hidden" name="day" value={from.day} />}
      <div className="flex flex-wrap items-end gap-3">
        <Select
          name="template"
          label={t('planning.templates.choose')}
          value={chosen?.id}
          empty={t('planning.templates.noTemplate')}
          options={templates.map((template) => ({ value: template.id, label: say(template.name) }))}
        />
        <button type="submit" className="button button-plain">
          {t('planning.templates.fill')}
        </button>
      </div>
      {chosen && (
        <p className="hint mt-2">{t('planning.templates.filled', { name: say(chosen.name) })}</p>
      )}
    </form>
  )
}
