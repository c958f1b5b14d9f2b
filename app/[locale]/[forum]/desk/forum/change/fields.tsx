import { asksInEnglish } from '@/app/_request/languages'
import { Select, TextInput } from '@/components/form/fields'
import type { Option } from '@/components/form/fields'
import { seatCalled } from '@/lib/act/seat-called.ts'
import { rulesByName, ruleNames } from '@/lib/amendments/rules.ts'
import type { RuleName, RuleValue } from '@/lib/amendments/rules.ts'
import type { ForumParts } from '@/lib/amendments/seen.ts'
import type { WishKind } from '@/lib/amendments/wish.ts'
import { functions, languageChoices, rulesOf } from '@/lib/bodies/rules.ts'
import type { DeskFrame } from '../../frame'

export type Filling = {
  frame: DeskFrame
  parts: ForumParts
  commitments: { id: string; number: number; title: { es?: string; en?: string } }[]
  given: Record<string, string>
  errors: Record<string, string>
}

/** How many rows for seats a new group's form has. */
const rows = 8

/** What each kind of change asks for, in the order in which one thinks of it. */
export function ChangeFields({ kind, filling }: { kind: WishKind; filling: Filling }) {
  switch (kind) {
    case 'rules':
      return <RuleFields filling={filling} />
    case 'forum-renamed':
      return <NameFields filling={filling} now={filling.parts.name} />
    case 'zone-changed':
      return (
        <Text
          filling={filling}
          name="timeZone"
          label={filling.frame.t('amendments.fields.timeZone')}
          hint={filling.frame.t('amendments.form.zoneHint')}
          now={filling.parts.timeZone}
        />
      )
    case 'languages-changed':
      return (
        <Choice
          filling={filling}
          name="languages"
          label={filling.frame.t('amendments.fields.languages')}
          hint={filling.frame.t('amendments.form.languagesHint')}
          now={filling.parts.languages}
          options={languageChoices.map((value) => ({
            value,
            label: filling.frame.t(`words.languageChoices.${value}`),
          }))}
        />
      )
    case 'body-established':
    case 'body-renamed':
    case 'body-closed':
      return <BodyFields kind={kind} filling={filling} />
    case 'seat-added':
    case 'seat-renamed':
    case 'voice-changed':
    case 'seat-moved':
    case 'seat-closed':
      return <SeatFields kind={kind} filling={filling} />
    case 'sector-added':
    case 'sector-renamed':
    case 'sector-marked':
    case 'sector-ended':
      return <SectorFields kind={kind} filling={filling} />
    case 'sector-split':
      return <SplitFields filling={filling} />
    default:
      return <OrganisationFields kind={kind} filling={filling} />
  }
}

type ChoiceProps = {
  filling: Filling
  name: string
  label: string
  options: Option[]
  now?: string | undefined
  hint?: string
  mayBeNone?: boolean
}

function Choice({
  filling: { frame, given, errors },
  name,
  label,
  options,
  now,
  hint,
  mayBeNone,
}: ChoiceProps) {
  const field = `change.${name}`
  return (
    <Select
      name={field}
      label={label}
      hint={hint}
      error={errors[field]}
      value={given[field] ?? now}
      empty={frame.t('amendments.form.choose')}
      optional={mayBeNone ? frame.t('amendments.form.optional') : undefined}
      options={options}
    />
  )
}

function Text({
  filling: { frame, given, errors },
  name,
  label,
  now,
  hint,
  type = 'text',
  mayBeNone = false,
}: {
  filling: Filling
  name: string
  label: string
  now?: string | undefined
  hint?: string
  type?: 'text' | 'number'
  mayBeNone?: boolean
}) {
  const field = `change.${name}`
  return (
    <TextInput
      name={field}
      label={label}
      hint={hint}
      type={type}
      error={errors[field]}
      value={given[field] ?? now}
      optional={mayBeNone ? frame.t('amendments.form.optional') : undefined}
    />
  )
}

function NameFields({
  filling,
  now,
  at = 'name',
}: {
  filling: Filling
  now?: { es: string; en?: string | undefined } | undefined
  at?: string
}) {
  const { t, viewer } = filling.frame
  const inEnglish = asksInEnglish(viewer.forum, now?.en, filling.given[`change.${at}.en`])
  return (
    <>
      <Text
        filling={filling}
        name={`${at}.es`}
        label={t(inEnglish ? 'amendments.form.nameEs' : 'amendments.fields.name')}
        now={now?.es}
      />
      {inEnglish && (
        <Text
          filling={filling}
          name={`${at}.en`}
          label={t('amendments.form.nameEn')}
          now={now?.en}
          mayBeNone
        />
      )}
    </>
  )
}

/** What is sent along because it is what the form is about. */
function Carried({ filling: { given }, name }: { filling: Filling; name: string }) {
  return <input type="hidden" name={`change.${name}`} value={given[`change.${name}`] ?? ''} />
}

const bodies = ({ parts, frame }: Filling, but?: string): Option[] =>
  parts.bodies
    .filter((body) => body.kind !== 'former' && body.id !== but)
    .map((body) => ({ value: body.id, label: frame.say(body.name) }))
const sectors = ({ parts, frame }: Filling): Option[] =>
  parts.sectors
    .filter((sector) => !sector.ended)
    .map((sector) => ({ value: sector.id, label: frame.say(sector.name) }))
const organisations = ({ parts, frame }: Filling, but?: string): Option[] =>
  parts.organisations
    .filter((organisation) => !organisation.ended && organisation.id !== but)
    .map((organisation) => ({ value: organisation.id, label: frame.say(organisation.name) }))
const seats = ({ parts, frame }: Filling, but?: string): Option[] =>
  parts.seats
    .filter((seat) => !seat.ended && seat.id !== but && seat.function !== 'observer')
    .map((seat) => ({ value: seat.id, label: called({ parts, frame }, seat) }))
/** Seats of several bodies stand together here. */
const called = (
  { parts, frame }: Pick<Filling, 'parts' | 'frame'>,
  { name, body: id }: Filling['parts']['seats'][number],
): string => {
  const body = parts.bodies.find((one) => one.id === id)
  return frame.say(body ? seatCalled({ name, body }) : name)
}
const functionsOf = ({ frame }: Filling): Option[] =>
  functions.map((value) => ({ value, label: frame.t(`words.functions.${value}`) }))

function ActionsTo({ filling, but }: { filling: Filling; but?: string | undefined }) {
  const { t } = filling.frame
  return (
    <Choice
      filling={filling}
      name="actionsTo"
      label={t('amendments.form.actionsTo')}
      hint={t('amendments.form.actionsHint')}
      options={seats(filling, but)}
      mayBeNone
    />
  )
}

function Tick({ filling, name, label }: { filling: Filling; name: string; label: string }) {
  const field = `change.${name}`
  return (
    <div className="choice">
      <input
        type="checkbox"
        id={`f-${field}`}
        name={field}
        value="true"
        defaultChecked={filling.given[field] === 'true'}
      />
      <label htmlFor={`f-${field}`}>{label}</label>
    </div>
  )
}

function RuleFields({ filling }: { filling: Filling }) {
  const { t, viewer } = filling.frame
  const now = rulesByName(rulesOf(viewer.forum))
  return ruleNames.map((rule) => {
    const label = t(`words.ruleNames.${rule}`)
    const parts = {
      filling,
      name: `rules.${rule}`,
      label: label.charAt(0).toUpperCase() + label.slice(1),
      hint: t(`amendments.means.${rule}`),
    }
    if (rule === 'quorumShare')
      return (
        <Text
          key={rule}
          {...parts}
          name="rules.quorumPercent"
          hint={`${parts.hint} ${t('amendments.form.percent')}`}
          type="number"
          now={String(Math.round(Number(now[rule]) * 100))}
        />
      )
    if (typeof now[rule] === 'number')
      return <Text key={rule} {...parts} type="number" now={String(now[rule])} />
    return (
      <Choice
        key={rule}
        {...parts}
        now={String(now[rule])}
        options={wordsFor(rule, now[rule]).map((value) => ({
          value,
          label: t(`amendments.values.${value}`),
        }))}
      />
    )
  })
}

const wordsFor = (_rule: RuleName, value: RuleValue) =>
  typeof value === 'boolean' ? ['true', 'false'] : ['committee', 'group']

function BodyFields({
  kind,
  filling,
}: {
  kind: 'body-established' | 'body-renamed' | 'body-closed'
  filling: Filling
}) {
  const { t } = filling.frame
  const body = filling.parts.bodies.find((one) => one.id === filling.given['change.body'])
  if (kind === 'body-renamed')
    return (
      <>
        <Carried filling={filling} name="body" />
        <NameFields filling={filling} now={body?.name} />
        <Text
          filling={filling}
          name="shortName"
          label={t('amendments.form.shortName')}
          now={body?.shortName}
        />
      </>
    )
  if (kind === 'body-closed')
    return (
      <>
        <Carried filling={filling} name="body" />
        <Choice
          filling={filling}
          name="seats"
          label={t('amendments.form.seats')}
          options={(['end', 'move'] as const).map((value) => ({
            value,
            label: t(`amendments.said.${value}`),
          }))}
        />
        <Choice
          filling={filling}
          name="into"
          label={t('amendments.form.into')}
          hint={t('amendments.form.intoHint')}
          options={bodies(filling, body?.id)}
          mayBeNone
        />
        <ActionsTo filling={filling} />
      </>
    )
  return (
    <>
      <NameFields filling={filling} />
      <Text filling={filling} name="shortName" label={t('amendments.form.shortName')} />
      <Choice
        filling={filling}
        name="commitment"
        label={t('amendments.form.commitment')}
        options={filling.commitments.map(({ id, number, title }) => ({
          value: id,
          label: `${number}. ${title.es ?? title.en ?? ''}`,
        }))}
        mayBeNone
      />
      <p className="max-w-[62ch]">{t('amendments.form.seatsLead')}</p>
      {Array.from({ length: rows }, (_, at) => (
        <fieldset key={at} className="grid gap-4">
          <legend className="label">{t('amendments.form.seatNumber', { number: at + 1 })}</legend>
          <OneSeat filling={filling} at={`seats.${at}.`} />
        </fieldset>
      ))}
    </>
  )
}

function OneSeat({ filling, at = '' }: { filling: Filling; at?: string }) {
  const { t } = filling.frame
  return (
    <>
      <Choice
        filling={filling}
        name={`${at}sector`}
        label={t('amendments.form.sector')}
        options={sectors(filling)}
      />
      <NameFields filling={filling} at={`${at}name`} />
      <Choice
        filling={filling}
        name={`${at}organisation`}
        label={t('amendments.form.organisation')}
        options={organisations(filling)}
        mayBeNone
      />
      <Choice
        filling={filling}
        name={`${at}function`}
        label={t('amendments.form.function')}
        options={functionsOf(filling)}
      />
      <Tick filling={filling} name={`${at}voice`} label={t('amendments.form.voice')} />
    </>
  )
}

function SeatFields({
  kind,
  filling,
}: {
  kind: 'seat-added' | 'seat-renamed' | 'voice-changed' | 'seat-moved' | 'seat-closed'
  filling: Filling
}) {
  const { t } = filling.frame
  const seat = filling.parts.seats.find((one) => one.id === filling.given['change.seat'])
  switch (kind) {
    case 'seat-added':
      return (
        <>
          <Choice
            filling={filling}
            name="body"
            label={t('amendments.form.body')}
            options={bodies(filling)}
          />
          <OneSeat filling={filling} />
        </>
      )
    case 'seat-renamed':
      return (
        <>
          <Carried filling={filling} name="seat" />
          <NameFields filling={filling} now={seat?.name} />
        </>
      )
    case 'voice-changed':
      return (
        <>
          <Carried filling={filling} name="seat" />
          <input type="hidden" name="change.voice" value={String(!seat?.voice)} />
          <p>{t(seat?.voice ? 'amendments.form.takeVoice' : 'amendments.form.giveVoice')}</p>
        </>
      )
    case 'seat-moved':
      return (
        <>
          <Carried filling={filling} name="seat" />
          <Choice
            filling={filling}
            name="body"
            label={t('amendments.form.body')}
            options={bodies(filling, seat?.body)}
          />
        </>
      )
    case 'seat-closed':
      return (
        <>
          <Carried filling={filling} name="seat" />
          <ActionsTo filling={filling} but={seat?.id} />
        </>
      )
  }
}

const marks = ['circle', 'diamond', 'square', 'triangle', 'hexagon', 'pentagon'] as const
const hues = ['civil', 'oversight', 'executive', 'academia', 'other'] as const

function MarkFields({
  filling,
  now,
  at = '',
}: {
  filling: Filling
  now?: { shape: string; hue: string } | undefined
  at?: string
}) {
  const { t } = filling.frame
  return (
    <>
      <Choice
        filling={filling}
        name={`${at}shape`}
        label={t('amendments.form.mark')}
        options={marks.map((value) => ({ value, label: t(`amendments.shapes.${value}`) }))}
        now={now?.shape}
      />
      <Choice
        filling={filling}
        name={`${at}hue`}
        label={t('amendments.form.hue')}
        options={hues.map((value) => ({ value, label: t(`amendments.hues.${value}`) }))}
        now={now?.hue}
      />
    </>
  )
}

function SectorFields({
  kind,
  filling,
}: {
  kind: 'sector-added' | 'sector-renamed' | 'sector-marked' | 'sector-ended'
  filling: Filling
}) {
  const { t } = filling.frame
  const sector = filling.parts.sectors.find((one) => one.id === filling.given['change.sector'])
  if (kind === 'sector-renamed')
    return (
      <>
        <Carried filling={filling} name="sector" />
        <NameFields filling={filling} now={sector?.name} />
      </>
    )
  if (kind === 'sector-marked')
    return (
      <>
        <Carried filling={filling} name="sector" />
        <MarkFields filling={filling} now={sector} />
      </>
    )
  if (kind === 'sector-ended')
    return (
      <>
        <Carried filling={filling} name="sector" />
        <ActionsTo filling={filling} />
      </>
    )
  return (
    <>
      <NameFields filling={filling} />
      <Tick filling={filling} name="hasPosition" label={t('amendments.form.hasPosition')} />
      <MarkFields filling={filling} />
      <p className="label">{t('amendments.form.seatName')}</p>
      <NameFields filling={filling} at="seatName" />
      <Text
        filling={filling}
        name="seatsEach"
        label={t('amendments.form.seatsEach')}
        type="number"
        now="1"
      />
    </>
  )
}

const halves = ['one', 'other'] as const
/** GT 2 before GT 10. */
const inOrder = new Intl.Collator('es', { numeric: true })

/** The two that a sector becomes, and to which of them each of its organisations and seats goes. */
function SplitFields({ filling }: { filling: Filling }) {
  const { frame, parts, given } = filling
  const { t, say } = frame
  const sector = parts.sectors.find((one) => one.id === given['change.sector'])
  const own = parts.organisations.filter((one) => !one.ended && one.sector === sector?.id)
  const sits = parts.seats
    .filter((seat) => !seat.ended && seat.sector === sector?.id)
    .map((seat) => ({ ...seat, called: called(filling, seat) }))
    .toSorted((one, other) => inOrder.compare(one.called, other.called))
  const options = halves.map((value) => ({
    value,
    label: given[`change.${value}.name.es`] || t(`amendments.form.${value}`),
  }))
  return (
    <>
      <Carried filling={filling} name="sector" />
      {halves.map((half) => (
        <fieldset key={half} className="stack mt-6">
          <legend className="float-left w-full font-serif text-lg font-semibold">
            {t(`amendments.form.${half}`)}
          </legend>
          <div className="stack clear-both pt-3">
            <NameFields filling={filling} at={`${half}.name`} />
            <MarkFields filling={filling} at={`${half}.`} />
          </div>
        </fieldset>
      ))}
      {own.length > 0 && (
        <fieldset className="stack mt-6">
          <legend className="float-left w-full font-serif text-lg font-semibold">
            {t('amendments.form.whichOrganisations')}
          </legend>
          <div className="stack clear-both pt-3">
            {own.map(({ id, name }) => (
              <Choice
                key={id}
                filling={filling}
                name={`halfOf.${id}`}
                label={say(name)}
                options={options}
              />
            ))}
          </div>
        </fieldset>
      )}
      <fieldset className="stack mt-6">
        <legend className="float-left w-full font-serif text-lg font-semibold">
          {t('amendments.form.whichSeats')}
        </legend>
        <p className="hint clear-both">{t('amendments.form.whichSeatsHint')}</p>
        {sits.map((seat) => (
          <Choice
            key={seat.id}
            filling={filling}
            name={`whose.${seat.id}`}
            label={seat.called}
            options={options}
            mayBeNone={own.some(({ id }) => id === seat.organisation)}
          />
        ))}
      </fieldset>
    </>
  )
}

function OrganisationFields({
  kind,
  filling,
}: {
  kind: 'organisation-registered' | 'organisation-renamed' | 'organisation-succeeded'
  filling: Filling
}) {
  const { t } = filling.frame
  const found = filling.parts.organisations.find(
    (one) => one.id === filling.given['change.organisation'],
  )
  if (kind === 'organisation-succeeded') return <SuccessionFields filling={filling} />
  return (
    <>
      {kind === 'organisation-renamed' ? (
        <Carried filling={filling} name="organisation" />
      ) : (
        <Choice
          filling={filling}
          name="sector"
          label={t('amendments.form.sector')}
          options={sectors(filling)}
        />
      )}
      <NameFields filling={filling} now={found?.name} />
      <Text
        filling={filling}
        name="shortName"
        label={t('amendments.form.shortName')}
        now={found?.shortName ?? undefined}
        mayBeNone
      />
    </>
  )
}

const most = 3

/** One by one, one by many, many by one, or none. */
function SuccessionFields({ filling }: { filling: Filling }) {
  const { frame, parts, given } = filling
  const { t } = frame
  const ending = new Set(
    Array.from({ length: most }, (_, at) => given[`change.predecessors.${at}`]).filter(Boolean),
  )
  const ends = (id: string | null) => id !== null && ending.has(id)
  const sectorsOf = new Set(parts.organisations.filter(({ id }) => ends(id)).map(({ sector }) => sector))
  const own = parts.seats.filter(
    (seat) =>
      !seat.ended &&
      (ends(seat.organisation) || (seat.organisation === null && sectorsOf.has(seat.sector))),
  )
  const heirs = organisations(filling).filter(({ value }) => !ends(value))
  return (
    <>
      <fieldset className="grid gap-4">
        <legend className="label">{t('amendments.form.predecessors')}</legend>
        {Array.from({ length: most }, (_, at) => (
          <Choice
            key={at}
            filling={filling}
            name={`predecessors.${at}`}
            label={`${t('amendments.form.organisation')} ${at + 1}`}
            options={organisations(filling)}
            mayBeNone={at > 0}
          />
        ))}
        <button className="button button-plain button-small justify-self-start" type="submit">
          {t('amendments.form.showTheirs')}
        </button>
      </fieldset>
      <fieldset className="grid gap-4">
        <legend className="label">{t('amendments.form.registers')}</legend>
        <p className="hint">{t('amendments.form.registersHint')}</p>
        <NameFields filling={filling} at="registers.name" />
        <Text
          filling={filling}
          name="registers.shortName"
          label={t('amendments.form.shortName')}
          mayBeNone
        />
      </fieldset>
      <fieldset className="grid gap-4">
        <legend className="label">{t('amendments.form.successors')}</legend>
        <p className="hint">{t('amendments.form.successorsHint')}</p>
        {Array.from({ length: most }, (_, at) => (
          <Choice
            key={at}
            filling={filling}
            name={`successors.${at}`}
            label={`${t('amendments.form.organisation')} ${at + 1}`}
            options={heirs}
            mayBeNone
          />
        ))}
      </fieldset>
      <Whose filling={filling} own={own} heirs={heirs} />
      <Answering filling={filling} ends={ends} heirs={heirs} />
      <ActionsTo filling={filling} />
    </>
  )
}

/** Whose each seat is from then on. */
function Whose({
  filling,
  own,
  heirs,
}: {
  filling: Filling
  own: ForumParts['seats']
  heirs: Option[]
}) {
  const { t } = filling.frame
  if (own.length === 0) return null
  return (
    <fieldset className="grid gap-4">
      <legend className="label">{t('amendments.form.whose')}</legend>
      <p className="hint">{t('amendments.form.whoseHint')}</p>
      {own.map((seat) => (
        <Choice
          key={seat.id}
          filling={filling}
          name={`whose.${seat.id}`}
          label={called(filling, seat)}
          options={[
            { value: 'new', label: t('amendments.form.whoseNew') },
            { value: 'close', label: t('amendments.form.whoseClose') },
            ...heirs,
          ]}
          mayBeNone
        />
      ))}
    </fieldset>
  )
}

/** Who answers for the commitments of those that end, where several take over from them. */
function Answering({
  filling,
  ends,
  heirs,
}: {
  filling: Filling
  ends: (organisation: string) => boolean
  heirs: Option[]
}) {
  const { frame, parts, commitments } = filling
  const { t, locale } = frame
  const own = new Set(
    parts.answers.flatMap(({ commitment, organisation }) => (ends(organisation) ? [commitment] : [])),
  )
  if (own.size === 0) return null
  return (
    <fieldset className="grid gap-4">
      <legend className="label">{t('amendments.form.answers')}</legend>
      <p className="hint">{t('amendments.form.answersHint')}</p>
      {commitments
        .filter(({ id }) => own.has(id))
        .map(({ id, number, title }) => (
          <Choice
            key={id}
            filling={filling}
            name={`answers.${id}`}
            label={`${number}. ${title[locale === 'en' ? 'en' : 'es'] ?? title.es ?? title.en ?? ''}`}
            options={[
              { value: 'new', label: t('amendments.form.whoseNew') },
              { value: 'nobody', label: t('amendments.said.nobody') },
              ...heirs,
            ]}
            mayBeNone
          />
        ))}
    </fieldset>
  )
}
