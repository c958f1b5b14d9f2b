import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { FormDay, FormHidden, FormSelect, FormText, FormTime } from '@/components/form/action-form'
import { EmptyState } from '@/components/page/page'
import { convene } from '@/lib/meetings/commands.ts'
import { deskOf } from '@/lib/notices/seen.ts'
import { deskFrame, self } from '../../../frame'
import type { DeskFrame } from '../../../frame'
import { Act, Crumbs, PageHead } from '../../../parts'
import { conveneSeveralAction } from '../../actions'
import { Kind } from '../kind'

type Props = { params: Promise<{ locale: string; forum: string }> }
type Body = Awaited<ReturnType<typeof deskOf>>['bodies'][number]
type Possible = { body: Body; may: May }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('desk'))('convene.several.title') }
}

/** Items that all of them begin with: more are put on each one's own agenda. */
const rows = [0, 1, 2, 3]

/** The same kind of meeting for several bodies on one day: all are convened, or none. */
export default async function ConveneSeveralPage({ params }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk } = frame
  const { bodies } = await deskOf(viewer)
  const mays = await Promise.all(
    bodies.map(async (body) => ({ body, may: await mayAct(viewer, convene, { body: body.id }) })),
  )
  const possible = mays.filter(({ may }) => may.seats.length > 0)
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${desk}/meetings`, label: t('desk.meetings.title') },
          { href: `${desk}/meetings/new`, label: t('desk.convene.title') },
        ]}
        here={t('desk.convene.several.title')}
      />
      <PageHead
        title={t('desk.convene.several.title')}
        lead={possible.length > 0 ? t('desk.convene.several.lead') : undefined}
      />
      {possible.length === 0 ? (
        <EmptyState title={t('desk.convene.cannot')}>
          {mays[0]?.may.refusal ?? t('desk.home.noSeatText')}
        </EmptyState>
      ) : (
        <Fields frame={frame} possible={possible} />
      )}
    </>
  )
}

function Fields({ frame, possible }: { frame: DeskFrame; possible: Possible[] }) {
  const { t, say, dates, locale } = frame
  return (
    <Act
      frame={frame}
      action={conveneSeveralAction}
      submit={t('desk.convene.several.submit')}
      labels={{
        kind: t('desk.convene.kind'),
        day: t('desk.convene.day'),
        'place.text': t('desk.convene.place'),
        videoLink: t('desk.convene.link'),
        ...Object.fromEntries(possible.map(({ body }, at) => [`bodies.${at}.time`, say(body.name)])),
      }}
    >
      <Kind frame={frame} />
      <FormDay name="day" label={t('desk.convene.day')} required />
      <fieldset className="stack max-w-2xl">
        <legend className="float-left w-full font-serif text-xl font-semibold">
          {t('desk.convene.several.which')}
        </legend>
        <p className="hint clear-both">{t('desk.convene.several.whichHint', { zone: dates.zone })}</p>
        {possible.map(({ body, may }, at) => (
          <OneBody key={body.id} frame={frame} body={body} may={may} at={at} />
        ))}
      </fieldset>
      <FormHidden name="place.lang" start={locale} />
      <FormText name="place.text" label={t('desk.convene.place')} hint={t('desk.convene.placeHint')} />
      <FormText
        name="videoLink"
        type="url"
        label={t('desk.convene.link')}
        hint={t('desk.convene.linkHint')}
      />
      <fieldset className="stack max-w-2xl">
        <legend className="float-left w-full font-serif text-xl font-semibold">
          {t('desk.convene.items')}
        </legend>
        <p className="hint clear-both">{t('desk.convene.several.itemsHint')}</p>
        {rows.map((row) => (
          <div key={row} className="grid gap-6 sm:grid-cols-[1fr_9rem]">
            <FormHidden name={`items.${row}.title.lang`} start={locale} />
            <FormText
              name={`items.${row}.title.text`}
              label={t('desk.convene.item', { number: row + 1 })}
            />
            <FormText
              name={`items.${row}.minutes`}
              type="number"
              label={t('planning.templates.minutes')}
            />
          </div>
        ))}
      </fieldset>
    </Act>
  )
}

/** A body is convened for the hour that stands beside it; without one it is not. */
async function OneBody({
  frame: { say, t, forum },
  body,
  may,
  at,
}: {
  frame: DeskFrame
  body: Body
  may: May
  at: number
}) {
  const { seats } = await self(forum)
  const own = seats.filter((seat) => may.seats.some((heldSeat) => heldSeat.seat === seat.id))
  const [first] = own
  if (!first) return null
  return (
    <div className="grid items-start gap-6 sm:grid-cols-[9rem_1fr]">
      <FormHidden name={`bodies.${at}.body`} start={body.id} />
      <FormTime name={`bodies.${at}.time`} label={say(body.name)} />
      {own.length === 1 ? (
        <p className="when sm:mt-8">
          <input type="hidden" name={`bodies.${at}.as`} value={first.id} />
          {t('desk.form.as', { seat: say(first.called) })}
        </p>
      ) : (
        <FormSelect
          name={`bodies.${at}.as`}
          label={t('desk.form.asWhich')}
          options={own.map((seat) => ({ value: seat.id, label: say(seat.called) }))}
          start={first.id}
        />
      )}
    </div>
  )
}
