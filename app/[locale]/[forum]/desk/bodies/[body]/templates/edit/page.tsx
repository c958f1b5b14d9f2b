import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { asksInEnglish } from '@/app/_request/languages'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { FormArea, FormHidden, FormRadios, FormSelect, FormText } from '@/components/form/action-form'
import type { Option } from '@/components/form/fields'
import { EmptyState } from '@/components/page/page'
import { bodySeenBy } from '@/lib/bodies/seen.ts'
import { meetingKinds } from '@/lib/meetings/rules.ts'
import { setTemplate } from '@/lib/series/commands.ts'
import { templatesSeenBy } from '@/lib/series/seen.ts'
import type { TemplateSeen } from '@/lib/series/seen.ts'
import { choicesFor } from '@/lib/notices/seen.ts'
import { deskFrame } from '../../../../frame'
import type { DeskFrame } from '../../../../frame'
import { Act, ActingSeat, Crumbs, PageHead } from '../../../../parts'
import { wordingIn } from '../../../../../_roadmap/words'
import { setTemplateAction } from '../../actions'

type Props = {
  params: Promise<{ locale: string; forum: string; body: string }>
  searchParams: Promise<{ template?: string }>
}

/** Rows to begin with, and how many stand empty below those that are filled. */
const [leastRows, moreRows, mostRows] = [6, 4, 50]

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('planning'))('templates.make') }
}

export default async function TemplateForm({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, say, desk, locale } = frame
  const [body, { template: id }] = [
    (await bodySeenBy(viewer, (await params).body)) ?? notFound(),
    await searchParams,
  ]
  const [templates, may, { commitments }] = await Promise.all([
    templatesSeenBy(viewer, body.id),
    mayAct(viewer, setTemplate, { body: body.id }),
    choicesFor(viewer, { underWay: true }),
  ])
  const template = id ? (templates.find((one) => one.id === id) ?? notFound()) : null
  const title = t(template ? 'planning.templates.change' : 'planning.templates.make')
  const back = `${desk}/bodies/${body.slug}/templates`
  const options: Option[] = [
    { value: '', label: t('desk.convene.noCommitment') },
    ...commitments.map((commitment) => ({
      value: commitment.id,
      label: `${commitment.number}. ${wordingIn(commitment.title, locale)} (${say(commitment.plan)})`,
    })),
  ]
  const head = (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${desk}/bodies`, label: t('desk.bodies.title') },
          { href: `${desk}/bodies/${body.slug}`, label: body.shortName },
          { href: back, label: t('planning.templates.title') },
        ]}
        here={title}
      />
      <PageHead title={title} lead={say(body.name)} />
    </>
  )
  if (may.seats.length === 0)
    return (
      <>
        {head}
        <EmptyState title={t('planning.templates.cannot')}>{may.refusal}</EmptyState>
      </>
    )
  return (
    <>
      {head}
      <Fields frame={frame} body={body.id} template={template} may={may} options={options} />
    </>
  )
}

function Fields({
  frame,
  body,
  template,
  may,
  options,
}: {
  frame: DeskFrame
  body: string
  template: TemplateSeen | null
  may: May
  options: Option[]
}) {
  const { t, locale, viewer } = frame
  const rows = Array.from(
    { length: Math.min(mostRows, Math.max(leastRows, (template?.items.length ?? 0) + moreRows)) },
    (_none, row) => row,
  )
  return (
    <Act
      frame={frame}
      action={setTemplateAction}
      submit={t('planning.templates.save')}
      start={startOf(template)}
      hidden={{ body, ...(template && { template: template.id, seen: String(template.setIn) }) }}
      labels={{
        'name.es': t('planning.templates.nameEs'),
        'name.en': t('planning.templates.nameEn'),
        kind: t('desk.convene.kind'),
        ...Object.fromEntries(
          rows.flatMap((row) => [
            [`items.${row}.title.es`, t('planning.templates.item', { number: row + 1 })],
            [`items.${row}.minutes`, t('planning.templates.item', { number: row + 1 })],
          ]),
        ),
      }}
    >
      <ActingSeat frame={frame} may={may} />
      <div className="grid max-w-3xl gap-6 sm:grid-cols-2">
        <FormText name="name.es" label={t('planning.templates.nameEs')} required />
        {asksInEnglish(viewer.forum, template?.name.en) && (
          <FormText
            name="name.en"
            label={t('planning.templates.nameEn')}
            optional={t('planning.optional')}
          />
        )}
      </div>
      <FormRadios
        name="kind"
        label={t('desk.convene.kind')}
        inline
        options={meetingKinds.map((value) => ({ value, label: t(`words.meetingKinds.${value}`) }))}
      />
      <FormHidden name="place.lang" start={locale} />
      <FormText
        name="place.text"
        label={t('planning.templates.place')}
        optional={t('planning.optional')}
      />
      <fieldset className="stack">
        <legend className="mb-2 font-serif text-xl font-semibold">
          {t('planning.templates.items')}
        </legend>
        {rows.map((row) => (
          <ItemRow
            key={row}
            t={t}
            locale={locale}
            row={row}
            inEnglish={asksInEnglish(viewer.forum, template?.items[row]?.title.en)}
            item={template?.items[row]}
            options={options}
          />
        ))}
        <p className="hint">{t('planning.templates.moreRows')}</p>
      </fieldset>
    </Act>
  )
}

function ItemRow({
  t,
  locale,
  row,
  inEnglish,
  item,
  options,
}: {
  t: DeskFrame['t']
  locale: string
  row: number
  inEnglish: boolean
  item: TemplateSeen['items'][number] | undefined
  options: Option[]
}) {
  return (
    <section
      aria-label={t('planning.templates.item', { number: row + 1 })}
      className="max-w-3xl border-b border-rule pb-5"
    >
      <p className="mb-2 font-semibold">{t('planning.templates.item', { number: row + 1 })}</p>
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-[1fr_1fr_9rem]">
        <FormText name={`items.${row}.title.es`} label={t('planning.templates.titleEs')} />
        {inEnglish && (
          <FormText name={`items.${row}.title.en`} label={t('planning.templates.titleEn')} />
        )}
        <FormText name={`items.${row}.minutes`} type="number" label={t('planning.templates.minutes')} />
      </div>
      <details className="mt-3" open={Boolean(item?.note ?? item?.commitment)}>
        <summary className="w-fit cursor-pointer py-1.5 underline decoration-accent underline-offset-4">
          {t('planning.templates.more')}
        </summary>
        <div className="stack mt-2">
          <FormSelect
            name={`items.${row}.commitment`}
            label={t('planning.templates.commitment')}
            options={options}
          />
          <FormHidden name={`items.${row}.note.lang`} start={locale} />
          <FormArea name={`items.${row}.note.text`} label={t('planning.templates.note')} rows={3} />
        </div>
      </details>
    </section>
  )
}

/** What the form begins with, by the names of its fields. */
function startOf(template: TemplateSeen | null): Record<string, string> {
  if (!template) return { kind: 'ordinary' }
  const text = (name: string, one: { lang: string; text: string } | null) =>
    one ? { [`${name}.lang`]: one.lang, [`${name}.text`]: one.text } : {}
  return Object.assign(
    {
      'name.es': template.name.es,
      'name.en': template.name.en ?? '',
      kind: template.kind,
      ...text('place', template.place),
    },
    ...template.items.map(({ title, note, minutes, commitment }, row) => ({
      [`items.${row}.title.es`]: title.es ?? '',
      [`items.${row}.title.en`]: title.en ?? '',
      [`items.${row}.minutes`]: minutes === null ? '' : String(minutes),
      [`items.${row}.commitment`]: commitment ?? '',
      ...text(`items.${row}.note`, note),
    })),
  ) as Record<string, string>
}
