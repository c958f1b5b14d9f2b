import fc from 'fast-check'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { addDays } from '@/lib/act/calendar.ts'
import { exampleRoadmap } from './example-roadmap'
import { MOST_ACTIVITIES, activitiesOf, progressStates } from '@/lib/roadmaps/rules.ts'
import type { Activity, KeyAction } from '@/lib/roadmaps/rules.ts'
import { Gantt } from './gantt'
import type { GanttProps } from './gantt'
import { Sign, StateMark, signs } from './marks'
import { ProgressBar } from './progress-bar'
import { RoadmapTable } from './roadmap-table'
import type { Plan, RoadmapWords, Writes } from './rows'

const shared: RoadmapWords = {
  states: {
    'not-started': 'Not started',
    'in-progress': 'In progress',
    complete: 'Complete',
    verified: 'Verified',
  },
  baseline: 'Baseline',
  added: 'added',
  dropped: 'dropped',
  late: 'late',
  weight: (weight) => `weighs ${weight}`,
}
const words = {
  ...shared,
  caption: 'Roadmap',
  region: 'chart',
  asTable: 'as a table',
  today: 'today',
  drift: 'how far',
  events: 'Outside events',
  outOfSight: 'not in the chart',
  key: 'Key',
}
const tableWords = {
  ...shared,
  caption: 'Activities',
  number: 'No.',
  activity: 'Activity',
  responsible: 'Who',
  period: 'When',
  state: 'State',
  product: 'Product',
  verification: 'Proof',
}
const writes: Writes = {
  text: ({ es, en }) => (es === undefined ? { text: en ?? '', lang: 'en' } : { text: es }),
  day: (day) => `on ${day}`,
  month: (day) => day.slice(5, 7),
  drift: (days) => (days < 0 ? `${-days} days before` : `${days} days after`),
  responsible: (id) => id.toUpperCase(),
}

/** An element as the browser would read it: static markup is well-formed. */
class Element {
  readonly children: (Element | string)[] = []
  readonly name: string
  readonly attributes: Record<string, string>
  readonly within: Element | null
  constructor(name: string, attributes: Record<string, string>, within: Element | null) {
    this.name = name
    this.attributes = attributes
    this.within = within
  }
  get text(): string {
    return this.children.map((child) => (typeof child === 'string' ? child : child.text)).join('')
  }
  get classes(): string[] {
    return (this.attributes.class ?? '').split(' ')
  }
  get all(): Element[] {
    return this.children.flatMap((child) => (typeof child === 'string' ? [] : [child, ...child.all]))
  }
  named(name: string): Element[] {
    return this.all.filter((one) => one.name === name)
  }
  marked(name: string): Element[] {
    return this.all.filter((one) => one.classes.includes(name))
  }
  inside(name: string): boolean {
    return this.within !== null && (this.within.classes.includes(name) || this.within.inside(name))
  }
}

function read(node: ReactNode): Element {
  const parser = new SaxesParser()
  const top = new Element('', {}, null)
  let open = top
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const next = new Element(name, attributes as Record<string, string>, open)
    open.children.push(next)
    open = next
  })
  parser.on('text', (text) => {
    open.children.push(text)
  })
  parser.on('closetag', () => {
    open = open.within ?? top
  })
  parser.write(`<main>${renderToStaticMarkup(node)}</main>`).close()
  return top
}

const activity = (
  number: string,
  startsOn: string,
  endsOn: string,
  more: Partial<Activity> = {},
): Activity => ({
  id: `a${number}`,
  number,
  title: { es: `Actividad ${number}` },
  product: null,
  responsible: ['x'],
  startsOn,
  endsOn,
  verification: null,
  after: [],
  dependsOn: [],
  ...more,
})
const keyAction = (number: number, activities: Activity[]): KeyAction => ({
  id: `k${number}`,
  number,
  title: { es: `Acción ${number}` },
  weight: 2,
  responsible: ['x'],
  activities,
  startsOn: activities.reduce(
    (first, one) => (one.startsOn < first ? one.startsOn : first),
    activities[0]?.startsOn ?? '2026-01-01',
  ),
  endsOn: activities.reduce(
    (last, one) => (one.endsOn > last ? one.endsOn : last),
    activities[0]?.endsOn ?? '2026-12-31',
  ),
})
const plan = (...keyActions: KeyAction[]): Plan => ({ keyActions })

const before = plan(
  keyAction(1, [
    activity('1.1', '2026-01-01', '2026-03-31'),
    activity('1.2', '2026-04-01', '2026-06-30'),
    activity('1.3', '2026-05-01', '2026-07-31'),
  ]),
)
const after = plan(
  keyAction(1, [
    activity('1.1', '2026-01-01', '2026-03-31'),
    activity('1.2', '2026-04-01', '2026-08-29'),
    activity('1.4', '2026-09-01', '2026-10-31'),
  ]),
)
const given = {
  now: after,
  baseline: before,
  reported: new Map([
    ['a1.1', 'verified'],
    ['a1.2', 'in-progress'],
  ]) as GanttProps['reported'],
  today: '2026-09-15',
  writes,
}

const chart = (props: Partial<GanttProps> = {}) =>
  read(<Gantt id="g" tableId="t" {...given} words={words} {...props} />)
const table = (props: Partial<GanttProps> = {}) =>
  read(<RoadmapTable id="t" {...given} {...props} words={tableWords} />)
const bars = (drawn: Element) => drawn.named('rect')
const barOf = (drawn: Element, number: string) =>
  bars(drawn).find((one) => one.text.startsWith(`${number} `))
const rowOf = (drawn: Element, number: string) =>
  drawn
    .marked('gantt-labels')
    .flatMap((one) => one.named('li'))
    .find((one) => one.named('b')[0]?.text === number)?.text
const count = (value: string | undefined) => Number((value ?? '').replace('%', ''))

describe('the chart', () => {
  it('draws the baseline behind today’s bar', () => {
    const drawn = chart()
    const order = drawn.all
    const frame = drawn.marked('gantt-frame')[0]
    const [first] = bars(drawn)
    expect(frame && first && order.indexOf(frame) < order.indexOf(first)).toBe(true)
    // One frame for each activity that was there and still is.
    expect(frame?.attributes.d?.match(/M/g)).toHaveLength(2)
    expect(chart({ baseline: null }).marked('gantt-frame')).toEqual([])
  })

  it('draws the drift from the old end to the new one, and tells it in words', () => {
    const drawn = chart()
    const arrows = drawn.named('line').filter((one) => one.inside('gantt-drift'))
    const bar = barOf(drawn, '1.2')
    expect(arrows).toHaveLength(1)
    expect(count(arrows[0]?.attributes.x2)).toBeCloseTo(
      count(bar?.attributes.x) + count(bar?.attributes.width),
      1,
    )
    expect(count(arrows[0]?.attributes.x1)).toBeLessThan(count(arrows[0]?.attributes.x2))
    expect(bar?.text).toContain('Baseline: on 2026-04-01 – on 2026-06-30 (60 days after)')
    expect(rowOf(drawn, '1.2')).toContain('60 days after')
    const earlier = chart({ now: before, baseline: after })
    expect(rowOf(earlier, '1.2')).toContain('60 days before')
  })

  it('keeps what was dropped in its place, struck through and said', () => {
    const drawn = chart()
    expect(
      drawn
        .marked('gantt-labels')
        .flatMap((one) => one.named('b'))
        .map((one) => one.text),
    ).toEqual(['1.1', '1.2', '1.3', '1.4'])
    expect(drawn.named('del').map((one) => one.text)).toEqual(['Actividad 1.3'])
    expect(barOf(drawn, '1.3')?.inside('gantt-gone')).toBe(true)
    expect(drawn.marked('gantt-gone').flatMap((one) => one.named('path'))).not.toEqual([])
    expect(rowOf(drawn, '1.3')).toContain('dropped')
    expect(drawn.named('ins').map((one) => one.text)).toEqual(['Actividad 1.4'])
    expect(rowOf(drawn, '1.4')).toContain('added')
  })

  it('draws a key action that was dropped as a whole', () => {
    const drawn = chart({ now: plan(), reported: new Map() })
    expect(drawn.named('del').map((one) => one.text)).toEqual([
      'Acción 1',
      'Actividad 1.1',
      'Actividad 1.2',
      'Actividad 1.3',
    ])
    expect(bars(drawn).every((one) => one.inside('gantt-gone'))).toBe(true)
  })

  it('marks what is late by a flag and a word, not by its colour', () => {
    const drawn = chart()
    const flags = drawn.named('use').filter((one) => one.attributes.href === '#g-late')
    expect(flags).toHaveLength(1)
    expect(drawn.named('path').find((one) => one.attributes.id === 'g-late')?.attributes.d).toBe(
      signs.late,
    )
    expect(barOf(drawn, '1.2')?.text).toContain('late')
    expect(rowOf(drawn, '1.2')).toContain('late')
    expect(rowOf(drawn, '1.1')).not.toContain('late')
    expect(drawn.marked('gantt-key')[0]?.text).toContain('late')
  })

  it('draws what is verified with a tick, what is in progress hatched, what has not started empty', () => {
    const drawn = chart()
    expect(drawn.named('use').filter((one) => one.attributes.href === '#g-tick')).toHaveLength(1)
    expect(drawn.marked('gantt-in-progress')[0]?.attributes.fill).toBe('url(#g-hatch)')
    expect(drawn.named('pattern').map((one) => one.attributes.id)).toEqual(['g-hatch'])
    expect(barOf(drawn, '1.4')?.inside('gantt-not-started')).toBe(true)
    for (const state of progressStates)
      expect(drawn.marked('gantt-key')[0]?.text).toContain(words.states[state])
  })

  it('lays outside events over the activities as numbered flags, with their label beneath', () => {
    const events = [
      { key: 'two', day: '2026-06-15', label: 'A change of government' },
      { key: 'one', day: '2026-02-01', label: 'A new law' },
    ]
    const drawn = chart({ events })
    expect(drawn.marked('gantt-mark').map((one) => one.text)).toEqual(['1', '2'])
    expect(
      drawn
        .marked('gantt-event')
        .find((one) => one.inside('gantt-lines'))
        ?.attributes.d?.match(/M/g),
    ).toHaveLength(2)
    // By day: the flags count from left to right.
    expect(
      drawn
        .marked('gantt-events')[0]
        ?.named('li')
        .map((one) => one.text),
    ).toEqual(['1on 2026-02-01 A new law', '2on 2026-06-15 A change of government'])
    expect(chart().marked('gantt-events')).toEqual([])
  })

  it('refers to nothing that is not in it', () => {
    const drawn = chart({ ...exampleRoadmap(60) })
    const ids = new Set(drawn.all.map((one) => one.attributes.id).filter(Boolean))
    const named = drawn.all.flatMap((one) =>
      Object.entries(one.attributes).flatMap(([name, value]) =>
        name === 'href'
          ? [value]
          : [...value.matchAll(/url\((#[^)]+)\)/g)].map((found) => found[1] ?? ''),
      ),
    )
    expect(new Set(named.filter((one) => one !== '#t' && !ids.has(one.slice(1))))).toEqual(new Set())
    expect(drawn.all.filter((one) => one.attributes.id)).toHaveLength(ids.size)
  })

  it('gives flags of one week lanes of their own', () => {
    const drawn = chart({
      events: ['01', '02', '03', '04'].map((day) => ({ key: day, day: `2026-06-${day}`, label: day })),
    })
    expect(
      new Set(drawn.marked('gantt-mark').map((one) => one.named('circle')[0]?.attributes.cy)).size,
    ).toBe(4)
  })

  it('says which events lie outside its days, and draws no flag for them', () => {
    const drawn = chart({
      events: [
        { key: 'far', day: '2019-06-15', label: 'Long ago' },
        { key: 'near', day: '2026-06-15', label: 'Now' },
      ],
    })
    expect(drawn.marked('gantt-mark').map((one) => one.text)).toEqual(['2'])
    expect(
      drawn
        .marked('gantt-events')[0]
        ?.named('li')
        .map((one) => one.text),
    ).toEqual(['1on 2019-06-15 Long ago (not in the chart)', '2on 2026-06-15 Now'])
  })

  it('draws today where it falls, and not where it falls far outside', () => {
    const drawn = chart()
    const today = drawn.marked('gantt-today').find((one) => one.inside('gantt-lines'))
    expect(today?.attributes.d).toMatch(/^M\d+(\.\d+)? 0V1$/)
    expect(drawn.marked('gantt-now')[0]?.text).toBe('today')
    const far = chart({ today: '2040-01-01' })
    expect([...far.marked('gantt-today'), ...far.marked('gantt-now')]).toEqual([])
    expect(bars(far)).toHaveLength(4)
  })

  it('says for each row what is drawn in it, and hides the drawing from those who hear the page', () => {
    const drawn = chart()
    for (const number of ['1.1', '1.2', '1.4'])
      expect(rowOf(drawn, number)).toMatch(/on 2026-\d\d-\d\d – on 2026-\d\d-\d\d/)
    const inSheet = drawn.named('svg').filter((one) => one.inside('gantt-sheet'))
    expect(
      inSheet.every(
        (one) =>
          one.attributes['aria-hidden'] === 'true' ||
          one.within?.name === 'svg' ||
          one.within?.within?.name === 'svg',
      ),
    ).toBe(true)
    expect(drawn.named('figcaption')[0]?.named('a')[0]?.attributes.href).toBe('#t')
  })
})

describe('the table', () => {
  it('says the same as the chart, row by row', () => {
    for (const props of [{}, exampleRoadmap(13), exampleRoadmap(60), { baseline: null }]) {
      const [drawn, said] = [chart(props), table(props)]
      const rows = said.named('tr').filter((one) => one.named('th')[0]?.attributes.scope === 'row')
      expect(rows).toHaveLength(drawn.marked('gantt-labels').flatMap((one) => one.named('li')).length)
      for (const row of rows) {
        const number = row.named('th')[0]?.text ?? ''
        const line = rowOf(drawn, number) ?? ''
        const told = barOf(drawn, number)?.text ?? ''
        for (const word of [shared.dropped, shared.added, shared.late])
          expect([number, word, row.text.includes(word)]).toEqual([number, word, line.includes(word)])
        const drift = row.marked('roadmap-drift')[0]?.text ?? ''
        expect(line).toContain(drift)
        expect(told).toContain(drift)
        const state = row.marked('roadmap-state')[0]?.text ?? shared.dropped
        expect(line).toContain(state)
        expect(told).toContain(state)
      }
    }
  })

  it('strikes through what was dropped, and names products, proofs and who answers', () => {
    const said = table({
      now: plan(
        keyAction(1, [
          activity('1.1', '2026-01-01', '2026-03-31', {
            product: { es: 'Informe' },
            verification: { en: 'A link' },
            responsible: ['x', 'y'],
          }),
        ]),
      ),
    })
    expect(said.named('del').map((one) => one.text)).toEqual(['Actividad 1.2', 'Actividad 1.3'])
    expect(said.text).toContain('Product: Informe')
    expect(said.all.find((one) => one.text === 'A link')?.attributes.lang).toBe('en')
    expect(said.text).toContain('X, Y')
  })

  it('has no column for a baseline that is not there', () => {
    expect(
      table({ baseline: null })
        .named('th')
        .map((one) => one.text),
    ).not.toContain('Baseline')
    expect(
      table()
        .named('th')
        .map((one) => one.text),
    ).toContain('Baseline')
  })
})

describe('sizes', () => {
  it('an empty roadmap is a chart of today alone', () => {
    const drawn = chart({ now: plan(), baseline: null, reported: new Map() })
    expect(bars(drawn)).toEqual([])
    expect(drawn.marked('gantt-now')).toHaveLength(1)
    sound(drawn)
  })

  it('a key action without activities is drawn', () => {
    const drawn = chart({ now: plan(keyAction(1, [])), baseline: null })
    expect(drawn.marked('gantt-head')).toHaveLength(1)
    sound(drawn)
  })

  it('one activity, of one day, can be seen', () => {
    const drawn = chart({
      now: plan(keyAction(1, [activity('1.1', '2026-05-05', '2026-05-05')])),
      baseline: null,
    })
    expect(bars(drawn)).toHaveLength(1)
    expect(count(bars(drawn)[0]?.attributes.width)).toBeGreaterThan(0.3)
    sound(drawn)
  })

  it('a day in a plan of twenty years can still be seen', () => {
    const drawn = chart({
      now: plan(
        keyAction(1, [
          activity('1.1', '2026-05-05', '2026-05-05'),
          activity('1.2', '2026-01-01', '2045-12-31'),
        ]),
      ),
      baseline: null,
    })
    expect(count(barOf(drawn, '1.1')?.attributes.width)).toBeGreaterThan(0.3)
    sound(drawn)
  })

  it('everything over before today', () => {
    const drawn = chart({ today: '2027-01-01' })
    expect(rowOf(drawn, '1.4')).toContain('late')
    sound(drawn)
  })

  it('as many activities as there may be, each with its bar, folded by key action with the current ones open', () => {
    const most = exampleRoadmap(MOST_ACTIVITIES)
    const drawn = chart({ ...most, baseline: null })
    expect(bars(drawn)).toHaveLength(activitiesOf(most.now).length)
    const groups = drawn.named('details')
    expect(groups).toHaveLength(most.now.keyActions.length)
    expect(groups.map((group) => 'open' in group.attributes)).toEqual(
      most.now.keyActions.map((action) => action.startsOn <= most.today && most.today <= action.endsOn),
    )
    sound(drawn)
    // The months are written again over each of them, for where the axis cannot stay in sight.
    expect(drawn.marked('gantt-again')).toHaveLength(groups.length)
    const small = chart(exampleRoadmap(13))
    expect([...small.named('details'), ...small.marked('gantt-again')]).toEqual([])
  })
})

/** Numbers that a browser can draw, within the sheet. */
function sound(drawn: Element): void {
  const numeric = [
    'x',
    'y',
    'x1',
    'x2',
    'y1',
    'y2',
    'cx',
    'cy',
    'r',
    'width',
    'height',
    'd',
    'viewBox',
    'points',
    'transform',
  ]
  for (const one of drawn.all) {
    for (const name of numeric) {
      const value = one.attributes[name]
      if (value === undefined) continue
      if (/NaN|Infinity|undefined|null|e-/.test(value))
        throw new Error(`<${one.name} ${name}="${value}">`)
      if (['width', 'height', 'r'].includes(name) && count(value) < 0)
        throw new Error(`<${one.name} ${name}="${value}">`)
    }
    for (const name of ['x', 'x1', 'x2', 'cx']) {
      const value = one.attributes[name]
      if (value?.endsWith('%') && (count(value) < 0 || count(value) > 100))
        throw new Error(`<${one.name} ${name}="${value}"> is outside`)
    }
  }
}

describe('any roadmap', () => {
  const day = fc.integer({ min: 0, max: 4_000 }).map((after) => addDays('2020-01-01', after))
  const anActivity = fc.record({
    startsOn: day,
    days: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 900 })),
    state: fc.constantFrom(...progressStates),
    known: fc.boolean(),
    moved: fc.integer({ min: -400, max: 400 }),
    kept: fc.boolean(),
  })
  const roadmap = fc.array(fc.array(anActivity, { maxLength: 6 }), { maxLength: 5 })

  it('is drawn with numbers that a browser can draw, and told alike by chart and table', () => {
    fc.assert(
      fc.property(
        roadmap,
        day,
        fc.array(day, { maxLength: 8 }),
        fc.boolean(),
        (groups, today, days, compared) => {
          const written = groups.map((activities, group) =>
            activities.map((one, place) => ({
              ...one,
              it: activity(`${group + 1}.${place + 1}`, one.startsOn, addDays(one.startsOn, one.days)),
            })),
          )
          const now = plan(
            ...written.map((activities, group) =>
              keyAction(
                group + 1,
                activities.filter((one) => one.kept).map(({ it }) => it),
              ),
            ),
          )
          const baseline = compared
            ? plan(
                ...written.map((activities, group) =>
                  keyAction(
                    group + 1,
                    activities
                      .filter((one) => one.known)
                      .map(({ it, moved }) => ({
                        ...it,
                        startsOn: addDays(it.startsOn, Math.min(moved, 0)),
                        endsOn: addDays(it.endsOn, Math.max(moved, 0)),
                      })),
                  ),
                ),
              )
            : null
          const reported = new Map(written.flat().map((one) => [one.it.id, one.state]))
          const props = {
            now,
            baseline,
            reported,
            today,
            events: days.map((each, at) => ({ key: String(at), day: each, label: `Event ${at}` })),
          }
          const drawn = chart(props)
          sound(drawn)
          expect(bars(drawn)).toHaveLength(
            written.flat().filter((one) => one.kept || (compared && one.known)).length,
          )
          expect(
            table(props)
              .named('tr')
              .filter((one) => one.named('th')[0]?.attributes.scope === 'row'),
          ).toHaveLength(bars(drawn).length)
          expect(drawn.marked('gantt-events').flatMap((one) => one.named('li'))).toHaveLength(
            days.length,
          )
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('the progress bar', () => {
  const bar = (done: number, verified: number, late = 0) =>
    read(
      <ProgressBar
        progress={{ done, verified, late }}
        label="Whole"
        words={{ done: 'D', verified: 'V', late: late > 0 ? `${late} late` : null }}
        formula="weights"
      />,
    )
  const parts = (drawn: Element) =>
    drawn
      .named('i')
      .filter((one) => one.attributes['data-part'])
      .map((one) => [one.attributes['data-part'], one.attributes.style])

  it('draws both shares from the left, what is verified over what is done, and says them beside it', () => {
    const drawn = bar(0.5, 0.25, 2)
    expect(parts(drawn)).toEqual([
      ['done', 'width:50%'],
      ['verified', 'width:25%'],
    ])
    expect(drawn.marked('progress-track')[0]?.attributes['aria-hidden']).toBe('true')
    expect(drawn.marked('progress-numbers')[0]?.text).toBe('DV2 late')
    expect(drawn.marked('roadmap-late')[0]?.named('path')[0]?.attributes.d).toBe(signs.late)
    expect(drawn.text).toContain('weights')
  })

  it('draws nothing for nothing, and never more than the whole', () => {
    expect(parts(bar(0, 0))).toEqual([])
    expect(bar(0, 0).marked('roadmap-late')).toEqual([])
    fc.assert(
      fc.property(
        fc.float({ min: -1, max: 2, noNaN: true }),
        fc.float({ min: -1, max: 2, noNaN: true }),
        (done, verified) => {
          const widths = parts(bar(done, verified)).map(([, style]) =>
            count(style?.replace('width:', '')),
          )
          expect(widths.every((width) => width >= 0 && width <= 100)).toBe(true)
          if (widths.length === 2) expect(widths[1]).toBeLessThanOrEqual(widths[0] ?? 0)
        },
      ),
    )
  })
})

describe('marks', () => {
  it('differ in their shape, and leave the saying to the word beside them', () => {
    expect(new Set(Object.values(signs)).size).toBe(Object.keys(signs).length)
    for (const state of progressStates)
      expect(read(<StateMark state={state} />).named('i')[0]?.attributes).toMatchObject({
        'data-state': state,
        'aria-hidden': 'true',
      })
    expect(read(<Sign of="late" />).named('svg')[0]?.attributes['aria-hidden']).toBe('true')
  })
})
