import { randomUUID } from 'node:crypto'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { asksInEnglish } from '@/app/_request/languages'
import {
  FormArea,
  FormChecks,
  FormDay,
  FormHidden,
  FormRadios,
  FormText,
} from '@/components/form/action-form'
import type { DraftItem } from '@/lib/roadmaps/draft.ts'
import { dependencies } from '@/lib/roadmaps/rules.ts'
import type { DeskFrame } from '../../../../frame'
import { Act, Crumbs, PageHead } from '../../../../parts'
import { dropItemAction, saveItemAction } from '../../../actions'
import { wordingIn } from '../../../../../_roadmap/words'
import { ordered, roadmapDesk } from '../../read'
import type { ActivityPaper, KeyActionPaper, RoadmapDesk } from '../../read'

type Props = {
  params: Promise<{ locale: string; forum: string; commitment: string; item: string }>
  searchParams: Promise<{ in?: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const {
    frame: { t },
    commitment,
  } = await roadmapDesk(params)
  return { title: t('roadmaps.of', { number: commitment.number }) }
}

/** One thing of the working paper: what belongs to the whole, a key action or an activity. Each has a page, for a form is long. */
export default async function RoadmapItemPage({ params, searchParams }: Props) {
  const [desk, { item: asked }, { in: within }] = [
    await roadmapDesk(params),
    await params,
    await searchParams,
  ]
  const { frame, commitment, paper } = desk
  const { t } = frame
  const item = itemAsked(desk, asked, within) ?? notFound()
  const here = `${frame.desk}/roadmaps/${commitment.id}`
  const isNew = !paper.content.items[item.kind === 'whole' ? 'whole' : item.id]
  const title =
    item.kind === 'whole'
      ? t('roadmaps.desk.whole')
      : t(`roadmaps.items.${isNew ? 'new' : 'edit'}.${item.kind}`, { number: String(item.number) })
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${frame.desk}/roadmaps`, label: t('roadmaps.list.title') },
          { href: here, label: t('roadmaps.of', { number: commitment.number }) },
        ]}
        here={title}
      />
      <PageHead title={title} lead={t('roadmaps.items.lead')} />
      <Act
        frame={frame}
        action={saveItemAction}
        hidden={{
          commitment: commitment.id,
          'item.kind': item.kind,
          ...(item.kind !== 'whole' && { 'item.id': item.id }),
          ...(item.kind === 'activity' && { 'item.keyAction': item.keyAction }),
        }}
        labels={labelsOf(frame, item.kind)}
        start={startOf(item)}
        submit={t('roadmaps.items.save')}
      >
        <FormHidden name="base" start={String(paper.revision)} />
        {item.kind === 'whole' && <WholeFields frame={frame} item={item} />}
        {item.kind === 'key-action' && <KeyActionFields desk={desk} item={item} />}
        {item.kind === 'activity' && <ActivityFields desk={desk} item={item} />}
      </Act>
      {!isNew && item.kind !== 'whole' && (
        <div className="mt-10">
          <Act
            frame={frame}
            action={dropItemAction}
            hidden={{ commitment: commitment.id, base: String(paper.revision), id: item.id }}
            submit={t(`roadmaps.items.drop.${item.kind}`)}
            kind="plain"
            small
          />
        </div>
      )}
    </>
  )
}

const blank = { es: undefined, en: undefined }

function itemAsked(
  { paper: { content } }: RoadmapDesk,
  asked: string,
  within: string | undefined,
): DraftItem | null {
  const groups = ordered(content)
  if (asked === 'new-key-action') {
    const number = Math.max(0, ...groups.map((group) => group.keyAction.number)) + 1
    return {
      kind: 'key-action',
      id: randomUUID(),
      number,
      title: blank,
      weight: 1,
      responsible: [],
      startsOn: '',
      endsOn: '',
    }
  }
  if (asked === 'new-activity') {
    const group = groups.find((one) => one.keyAction.id === within)
    if (!group) return null
    const last = Math.max(
      0,
      ...group.activities.map((activity) => Number(activity.number.split('.')[1])),
    )
    return {
      kind: 'activity',
      id: randomUUID(),
      keyAction: group.keyAction.id,
      number: `${group.keyAction.number}.${last + 1}`,
      title: blank,
      product: blank,
      responsible: [],
      startsOn: group.keyAction.startsOn,
      endsOn: group.keyAction.endsOn,
      verification: blank,
      after: [],
      dependsOn: [],
    }
  }
  return content.items[asked] ?? null
}

/** What the form starts with: texts and days by the names of their fields. Boxes start by themselves. */
function startOf(item: DraftItem): Record<string, string> {
  return Object.fromEntries(
    Object.entries(item).flatMap(([name, value]): [string, string][] => {
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
        return [[`item.${name}`, String(value)]]
      if (value === null || Array.isArray(value)) return []
      return Object.entries(value as Record<string, string | undefined>).map(([side, text]) => [
        `item.${name}.${side}`,
        text ?? '',
      ])
    }),
  )
}

const textsOf = {
  whole: ['aim', 'finalAim', 'accountability', 'how', 'who', 'when', 'feedback', 'why'],
  'key-action': ['title'],
  activity: ['title', 'product', 'verification'],
}

function labelsOf({ t }: DeskFrame, kind: DraftItem['kind']): Record<string, string> {
  const texts = textsOf[kind].flatMap((name) =>
    (['es', 'en'] as const).map((side): [string, string] => [
      `item.${name}.${side}`,
      `${t(`roadmaps.fields.${name}`)} (${t(`roadmaps.sides.${side}`)})`,
    ]),
  )
  const others = ['number', 'weight', 'startsOn', 'endsOn'].map((name): [string, string] => [
    `item.${name}`,
    t(`roadmaps.fields.${name}`),
  ])
  return Object.fromEntries([...texts, ...others])
}

/** A text in Spanish and, where its authors wrote it, in English. */
function InBoth({
  frame: { t, viewer },
  item,
  name,
  rows = 2,
  hint,
}: {
  frame: DeskFrame
  item: DraftItem
  name: string
  rows?: number
  hint?: string
}) {
  const label = t(`roadmaps.fields.${name}`)
  const inEnglish = asksInEnglish(viewer.forum, startOf(item)[`item.${name}.en`])
  return (
    <div className="grid max-w-4xl gap-4 sm:grid-cols-2">
      <FormArea
        name={`item.${name}.es`}
        label={inEnglish ? `${label} (${t('roadmaps.sides.es')})` : label}
        rows={rows}
        {...(hint && { hint })}
      />
      {inEnglish && (
        <FormArea
          name={`item.${name}.en`}
          label={`${label} (${t('roadmaps.sides.en')})`}
          rows={rows}
          optional={t('roadmaps.items.optional')}
        />
      )}
    </div>
  )
}

function WholeFields({ frame, item }: { frame: DeskFrame; item: DraftItem }) {
  const { t } = frame
  return (
    <>
      <InBoth frame={frame} item={item} name="aim" rows={3} />
      <InBoth frame={frame} item={item} name="finalAim" rows={3} />
      <InBoth frame={frame} item={item} name="accountability" rows={3} />
      <FormRadios
        name="item.possible"
        label={t('roadmaps.fields.participation')}
        hint={t('roadmaps.items.participationHint')}
        options={[
          { value: 'true', label: t('roadmaps.items.possible') },
          { value: 'false', label: t('roadmaps.items.notPossible') },
        ]}
      />
      <div className="stack border-l-2 border-rule pl-4 [form:has([value=false]:checked)_&]:hidden">
        {(['how', 'who', 'when', 'feedback'] as const).map((name) => (
          <InBoth key={name} frame={frame} item={item} name={name} />
        ))}
      </div>
      <div className="border-l-2 border-rule pl-4 [form:has([value=true]:checked)_&]:hidden">
        <InBoth frame={frame} item={item} name="why" rows={3} />
      </div>
    </>
  )
}

function Days({ frame: { t } }: { frame: DeskFrame }) {
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-4">
      <FormDay name="item.startsOn" label={t('roadmaps.fields.startsOn')} />
      <FormDay name="item.endsOn" label={t('roadmaps.fields.endsOn')} />
    </div>
  )
}

function Responsible({
  desk: {
    frame: { t, say },
    organisations,
  },
  start,
}: {
  desk: RoadmapDesk
  start: string[]
}) {
  return (
    <FormChecks
      name="item.responsible"
      label={t('roadmaps.fields.responsible')}
      start={start}
      options={organisations
        .filter((organisation) => organisation.endedOn === null)
        .map((organisation) => ({ value: organisation.id, label: say(organisation.name) }))}
    />
  )
}

function KeyActionFields({ desk, item }: { desk: RoadmapDesk; item: KeyActionPaper }) {
  const { frame } = desk
  return (
    <>
      <FormText name="item.number" label={frame.t('roadmaps.fields.number')} type="number" required />
      <InBoth frame={frame} item={item} name="title" />
      <FormText
        name="item.weight"
        label={frame.t('roadmaps.fields.weight')}
        hint={frame.t('roadmaps.items.weightHint')}
        type="number"
        required
      />
      <Days frame={frame} />
      <Responsible desk={desk} start={item.responsible} />
    </>
  )
}

function ActivityFields({ desk, item }: { desk: RoadmapDesk; item: ActivityPaper }) {
  const {
    frame: { t, locale },
    frame,
    paper,
  } = desk
  const others = ordered(paper.content)
    .flatMap((one) => one.activities)
    .filter((one) => one.id !== item.id)
  return (
    <>
      <FormText
        name="item.number"
        label={t('roadmaps.fields.number')}
        hint={t('roadmaps.items.numberHint')}
        required
      />
      <InBoth frame={frame} item={item} name="title" />
      <InBoth frame={frame} item={item} name="product" hint={t('roadmaps.items.productHint')} />
      <Days frame={frame} />
      <Responsible desk={desk} start={item.responsible} />
      <InBoth
        frame={frame}
        item={item}
        name="verification"
        hint={t('roadmaps.items.verificationHint')}
      />
      <FormChecks
        name="item.dependsOn"
        label={t('roadmaps.fields.dependsOn')}
        hint={t('roadmaps.items.dependsHint')}
        start={item.dependsOn}
        options={dependencies.map((value) => ({ value, label: t(`words.dependencies.${value}`) }))}
      />
      {others.length > 0 && (
        <FormChecks
          name="item.after"
          label={t('roadmaps.fields.after')}
          start={item.after}
          options={others.map((other) => ({
            value: other.id,
            label: `${other.number} ${wordingIn(other.title, locale)}`,
          }))}
        />
      )}
    </>
  )
}
