import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { SeatAsked } from './amendments/facts.ts'
import { LARGEST_FORM, longest } from './act/lengths.ts'
import { commands } from './commands.ts'
import { outsideEventRecorded, statementKept, StatusEffect } from './commitments/facts.ts'
import { effectKinds } from './effects.ts'
import { factKinds } from './facts.ts'
import { draftInputs } from './minutes/drafts/door.ts'
import { agreementReached, MinutesContent } from './minutes/facts.ts'
import { AdoptEffect, Worded } from './plans/facts.ts'
import { positionTaken, ProposalText, returnConditionNamed } from './proposals/facts.ts'
import { recordTakenOver } from './records/facts.ts'
import { roadmapInputs } from './roadmaps/draft.ts'
import { RoadmapEffect, RoadmapText } from './roadmaps/facts.ts'
import { witnessNamed } from './witnesses/facts.ts'

// Whatever a form, a command or a working paper takes, the fact that is decided from it takes too. Found by asking the schemas themselves:
// a limit may be written in any way, and what is measured is what it accepts.

type Parts = {
  type: string
  shape?: Record<string, z.ZodType>
  element?: z.ZodType
  options?: z.ZodType[]
  innerType?: z.ZodType
  in?: z.ZodType
  out?: z.ZodType
  valueType?: z.ZodType
}
/** A text by the path of names that leads to it, or a list (`path[]`), and the most that its schema takes. */
type Limit = { path: string; most: number }

/** Every length at which a limit stands, and one beyond all. */
const steps = [...new Set([40, 80, 100, 150, 254, 500, 1_000, ...Object.values(longest)])].toSorted(
  (one, other) => one - other,
)
const samples = (length: number) => [
  'a'.repeat(length),
  '1'.repeat(length),
  'https://a.mx/'.padEnd(length, 'a'),
]
const known = new WeakMap<z.ZodType, number>()

/** 0: it is no text that a person writes (an id, a day, a word of a list). Infinity: it takes any. */
function longestText(schema: z.ZodType): number {
  const before = known.get(schema)
  if (before !== undefined) return before
  const takes = (length: number) => samples(length).some((text) => schema.safeParse(text).success)
  const taken = steps.filter(takes)
  const most = takes(longest.minutes + 1) ? Infinity : Math.max(0, ...taken)
  known.set(schema, most)
  return most
}

const wrappers = new Set([
  'optional',
  'nullable',
  'default',
  'prefault',
  'readonly',
  'catch',
  'nonoptional',
])

/** So many, and no more, of a list; Infinity where nobody counts. */
function longestList(schema: z.ZodType): number {
  const tooMany = (count: number) =>
    schema
      .safeParse(Array.from({ length: count }))
      .error?.issues.some((issue) => issue.path.length === 0 && issue.code === 'too_big') ?? false
  if (!tooMany(1_000)) return Infinity
  return Array.from({ length: 1_000 }, (_, count) => count).findIndex((count) => tooMany(count + 1))
}

function limitsIn(schema: z.ZodType | undefined, path: string[] = []): Limit[] {
  const parts = schema?.def as Parts | undefined
  if (!schema || !parts) return []
  if (wrappers.has(parts.type)) return limitsIn(parts.innerType, path)
  if (parts.shape)
    return Object.entries(parts.shape).flatMap(([name, one]) => limitsIn(one, [...path, name]))
  if (parts.type === 'array')
    return [{ path: `${path.join('.')}[]`, most: longestList(schema) }, ...limitsIn(parts.element, path)]
  if (parts.type === 'union') return (parts.options ?? []).flatMap((option) => limitsIn(option, path))
  if (parts.type === 'record') return limitsIn(parts.valueType, path)
  // A text that is cleaned before it is judged (fields.ts), or may be left empty (draft.ts): judged whole, as a person sends it.
  const inner = [parts.in, parts.out].flatMap((one) => limitsIn(one, path))
  if (parts.type === 'pipe' && inner.some((limit) => limit.path !== path.join('.'))) return inner
  const most = longestText(schema)
  return most > 0 ? [{ path: path.join('.'), most }] : []
}

const capabilityOf = (name: string) => name.split('.')[0] ?? ''
/** What a proposal asks for stands in the fact of the proposal: its own words, and an effect of the capability that proposes it. */
const factsOf = (capability: string) => {
  const effects = effectKinds.filter(({ kind }) => capabilityOf(kind) === capability)
  return [
    ...factKinds.filter(({ kind }) => capabilityOf(kind) === capability).map(({ fields }) => fields),
    ...effects.map(({ schema }) => schema),
    ...(effects.length > 0 ? [ProposalText] : []),
  ].flatMap((schema) => limitsIn(schema))
}

/** So many names at the end of two paths are the same: `items.note.text` ends in a `note.text`. */
function commonEnd(one: string, other: string): number {
  const [own, others] = [one.split('.').toReversed(), other.split('.').toReversed()]
  const differs = own.findIndex((name, at) => name !== others[at])
  return differs === -1 ? own.length : differs
}

/** Of what facts take, what is called most like it; a language or a text alone is no name. */
function sameIn(facts: Limit[], { path }: Limit): Limit[] {
  const least = /(^|\.)(text|es|en)$/.test(path) && path.includes('.') ? 2 : 1
  const best = Math.max(0, ...facts.map((fact) => commonEnd(fact.path, path)))
  return best < least ? [] : facts.filter((fact) => commonEnd(fact.path, path) === best)
}

/** Fields that go into something other than a fact of their own capability, by the path that they have there. */
const elsewhere: Record<string, { of: z.ZodType; path: string }> = {
  ...Object.fromEntries(
    ['commitments.propose-status', 'commitments.revise-status-proposal'].flatMap((name) => [
      [`${name} title.text`, { of: ProposalText, path: 'title.text' }],
      [`${name} text.text`, { of: ProposalText, path: 'text.text' }],
      ...['tried.text', 'conditions.text', 'evidence[]', 'evidence.title', 'evidence.address'].map(
        (path) => [`${name} ${path}`, { of: StatusEffect, path }] as const,
      ),
    ]),
  ),
  ...Object.fromEntries(
    ['roadmaps.propose', 'roadmaps.revise-proposal'].flatMap((name) => [
      [`${name} title.text`, { of: ProposalText, path: 'title.text' }],
      [`${name} text.text`, { of: ProposalText, path: 'text.text' }],
      [`${name} effectOnGoal.text`, { of: RoadmapEffect, path: 'effectOnGoal.text' }],
    ]),
  ),
  ...Object.fromEntries(
    ['record-commitment', 'record-findings', 'keep-statements'].map((name) => [
      `commitments.${name} statements.sure`,
      { of: statementKept.fields, path: 'sure' },
    ]),
  ),
  ...Object.fromEntries(
    ['propose-commitment', 'propose-rewording', 'propose-merger'].flatMap((name) => [
      [`plans.${name} titleEs`, { of: Worded, path: 'title.es' }],
      [`plans.${name} titleEn`, { of: Worded, path: 'title.en' }],
      [`plans.${name} objectiveEs`, { of: Worded, path: 'objective.es' }],
      [`plans.${name} objectiveEn`, { of: Worded, path: 'objective.en' }],
      [`plans.${name} leads[]`, { of: Worded, path: 'organisations[]' }],
      [`plans.${name} supports[]`, { of: Worded, path: 'organisations[]' }],
    ]),
  ),
  ...Object.fromEntries(
    ['es', 'en'].map((lang) => [
      `amendments.propose change.seatName.${lang}`,
      { of: SeatAsked, path: `name.${lang}` },
    ]),
  ),
  'plans.propose-plan nameEs': { of: AdoptEffect, path: 'name.es' },
  'plans.propose-plan nameEn': { of: AdoptEffect, path: 'name.en' },
  'records.take-over source': { of: recordTakenOver.fields, path: 'source.text' },
  'records.take-over address': { of: recordTakenOver.fields, path: 'source.url' },
  'proposals.suspend-participation conditions.text': {
    of: returnConditionNamed.fields,
    path: 'text.text',
  },
  'proposals.name-return-conditions conditions.text': {
    of: returnConditionNamed.fields,
    path: 'text.text',
  },
  'events.link what.text': { of: outsideEventRecorded.fields, path: 'what.es' },
  'events.link source': { of: outsideEventRecorded.fields, path: 'source.text' },
  'events.link address': { of: outsideEventRecorded.fields, path: 'source.url' },
  'witnesses.name vkey': { of: witnessNamed.fields, path: 'key' },
}

/** Lists of which each one becomes a fact of its own, texts whose lines become fields, and a number that is typed. */
const manyFacts = [
  'amendments.propose change.rules.quorumShare',
  'plans.propose-plan lines',
  'plans.propose-split lines',
  'proposals.name-return-conditions conditions[]',
  'proposals.suspend-participation conditions[]',
  'bodies.establish-body seats[]',
  'bodies.found-forum sectors[]',
  'commitments.keep-statements statements[]',
  'commitments.record-commitment participants[]',
  'commitments.record-commitment statements[]',
  'commitments.record-findings findings[]',
  'commitments.record-findings statements[]',
  'commitments.record-outside-events events[]',
  'evidence.record-link-checks changed[]',
  'evidence.record-link-checks unchanged[]',
  'meetings.convene items[]',
  'meetings.record-attendance seats[]',
  'meetings.take-over agenda[]',
]

function narrowerThan(taken: Limit[], facts: Limit[], whose: string): string[] {
  return taken.flatMap((limit) =>
    sameIn(facts, limit)
      .filter((one) => one.most < limit.most)
      .map(
        (one) =>
          `${whose} takes ${limit.most} of ${limit.path}, and what is recorded ${one.most} of ${one.path}`,
      ),
  )
}

describe('what a command takes, its facts take', () => {
  const taken = commands
    .flatMap((command) =>
      limitsIn(command.input).map((limit) => ({
        command: command.name,
        limit,
        whole: `${command.name} ${limit.path}`,
      })),
    )
    .filter(({ whole }) => !manyFacts.includes(whole))

  it('in every field of every command', () => {
    expect(taken.length).toBeGreaterThan(80)
    expect(
      taken.flatMap(({ command, limit, whole }) => {
        const found = elsewhere[whole]
        return narrowerThan(
          [found ? { ...limit, path: found.path } : limit],
          found ? limitsIn(found.of) : factsOf(capabilityOf(command)),
          command,
        )
      }),
    ).toEqual([])
  })

  it('and each has a fact, or is known to go elsewhere', () => {
    expect(
      taken
        .filter(({ command, limit, whole }) => {
          const found = elsewhere[whole]
          return (
            sameIn(
              found ? limitsIn(found.of) : factsOf(capabilityOf(command)),
              found ? { ...limit, path: found.path } : limit,
            ).length === 0
          )
        })
        .map(({ whole }) => whole),
    ).toEqual([])
  })
})

describe('what working paper takes, the act takes', () => {
  it.each([
    ['the text of an item', draftInputs.item, 'text', MinutesContent, 'items.text.text'],
    ['two texts made one', draftInputs.settled, 'text', MinutesContent, 'items.text.text'],
    ['an agreement', draftInputs.agreement, 'text', MinutesContent, 'items.agreements.text.text'],
    ['a claim', draftInputs.claim, 'reason', MinutesContent, 'claims.reason.text'],
    [
      'an agreement, once it is reached',
      draftInputs.agreement,
      'text',
      agreementReached.fields,
      'text.text',
    ],
    ['a claim, once it is confirmed', draftInputs.claim, 'reason', positionTaken.fields, 'reason.text'],
  ])('%s', (_name, paper, from, act, to) => {
    const [taken, recorded] = [
      limitsIn(paper).find((limit) => limit.path === from),
      limitsIn(act).find((limit) => limit.path === to),
    ]
    expect(taken?.most).toBeGreaterThan(0)
    expect(recorded?.most).toBe(taken?.most)
  })

  it('each field of a roadmap', () => {
    const recorded = limitsIn(RoadmapText)
    const paper = Object.values(roadmapInputs)
      .flatMap((one) => limitsIn(one))
      .filter(({ path }) => path !== 'item.dependsOn[]')
    expect(paper.length).toBeGreaterThan(30)
    expect(narrowerThan(paper, recorded, 'a roadmap’s paper')).toEqual([])
    expect(
      recorded.filter((limit) => limit.most !== Infinity && sameIn(paper, limit).length === 0),
    ).toEqual([])
  })

  it('stenographic minutes', () => {
    expect(limitsIn(MinutesContent).find((limit) => limit.path === 'items.text.text')?.most).toBe(
      200_000,
    )
  })
})

describe('a form is let through as large as it may be', () => {
  const read = (path: string) => readFileSync(resolve(import.meta.dirname, '..', path), 'utf8')
  const megabytes = LARGEST_FORM / 1024 / 1024

  it('by the framework, by the proxy, and in the words of the page that refuses it', () => {
    expect(/bodySizeLimit: '(\d+)mb'/.exec(read('next.config.js'))?.[1]).toBe(String(megabytes))
    expect(/^ {4}client_max_body_size (\d+)m;$/m.exec(read('docs/nginx.conf'))?.[1]).toBe(
      String(megabytes),
    )
    for (const locale of ['es', 'en'])
      expect(read(`messages/${locale}.json`)).toContain(` ${megabytes} MB, `)
  })

  it('and holds the longest of every command twice, each letter of three bytes', () => {
    const bytes = ({ input }: (typeof commands)[number]) => {
      const limits = limitsIn(input).filter((limit) => limit.most !== Infinity)
      const times = ({ path }: Limit) =>
        limits
          .filter((limit) => limit.path.endsWith('[]') && path.startsWith(`${limit.path.slice(0, -2)}.`))
          .reduce((all, one) => all * one.most, 1)
      return limits
        .filter((limit) => !limit.path.endsWith('[]'))
        .reduce((sum, one) => sum + one.most * times(one) * 3, 0)
    }
    const largest = Math.max(...commands.map(bytes))
    expect(largest).toBeGreaterThan(1_000_000)
    expect(2 * largest).toBeLessThan(LARGEST_FORM)
  })
})
