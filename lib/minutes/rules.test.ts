import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endOfDay, hoursAfter } from '../act/calendar.ts'
import { ForumRules } from '../bodies/rules.ts'
import type { SeatOn } from '../meetings/rules.ts'
import {
  changesBetween,
  consentsOf,
  contentOf,
  draftKeptUntil,
  hindrances,
  isComplete,
  minutesNumber,
  partsChanged,
  wordsChanged,
  wordsStandIn,
} from './rules.ts'
import type { Content, Paper } from './rules.ts'

const seat = (id: string, parts: Partial<SeatOn> = {}): SeatOn => ({
  id,
  function: 'member',
  voice: false,
  required: true,
  sector: 'civil',
  hasPosition: true,
  titular: `${id}-titular`,
  alternate: null,
  ...parts,
})
const prose = (text: string) => ({ lang: 'es' as const, text })

const paper = (parts: Partial<Paper> = {}, meeting: Partial<Paper['meeting']> = {}): Paper => ({
  meeting: {
    id: 'm',
    bodyId: 'b',
    year: 2026,
    number: 3,
    kind: 'ordinary',
    state: 'held',
    convenedFor: null,
    heldOn: '2026-05-04',
    quorum: { reached: true, there: 2, of: 2, needed: 1, sectors: [] },
    seats: [seat('civil', { voice: true }), seat('executive', { voice: true, sector: 'executive' })],
    attendance: [
      { seatId: 'civil', state: 'present', mandateId: 'civil-titular' },
      { seatId: 'executive', state: 'absent', mandateId: null },
    ],
    ...meeting,
  },
  agenda: [
    { id: 'one', title: prose('Uno'), commitmentId: null, withdrawnAt: null, postponedReason: null },
    {
      id: 'gone',
      title: prose('Retirado'),
      commitmentId: null,
      withdrawnAt: new Date(0),
      postponedReason: null,
    },
    {
      id: 'two',
      title: prose('Dos'),
      commitmentId: null,
      withdrawnAt: null,
      postponedReason: prose('Falta un dato'),
    },
  ],
  texts: [{ agendaItemId: 'one', lang: 'es', text: 'Se dijo' }],
  asides: [],
  agreements: [
    {
      agendaItemId: 'two',
      kind: 'action',
      lang: 'es',
      text: 'Hacer',
      proposalId: null,
      seatId: 'civil',
      dueOn: '2026-06-01',
    },
    {
      agendaItemId: 'one',
      kind: 'resolution',
      lang: 'es',
      text: 'Se acuerda',
      proposalId: 'p',
      seatId: null,
      dueOn: null,
    },
  ],
  claims: [{ proposalId: 'p', sectorId: 'civil', stance: 'agree', lang: 'es', reason: '' }],
  proposals: [{ id: 'p', number: 7, digest: 'd' }],
  ...parts,
})
const sectors = [
  { id: 'civil', name: { es: 'Sociedad civil', en: 'Civil society' } },
  { id: 'executive', name: { es: 'Ejecutivo' } },
]
const why = (given: Paper) => hindrances(given, sectors).map((refusal) => refusal.refused)

describe('a draft of minutes', () => {
  it('becomes one text: the session as recorded, items in order, agreements numbered through, claims of who was there', () => {
    const content = contentOf(paper())
    expect(content.items).toMatchObject([
      {
        item: 'one',
        text: prose('Se dijo'),
        agreements: [{ number: 1, kind: 'resolution', proposal: 'p' }],
      },
      {
        item: 'two',
        text: null,
        postponed: prose('Falta un dato'),
        agreements: [{ number: 2, seat: 'civil', dueOn: '2026-06-01' }],
      },
    ])
    expect(content.attendance).toEqual([
      { seat: 'civil', sector: 'civil', state: 'present', mandate: 'civil-titular' },
      { seat: 'executive', sector: 'executive', state: 'absent', mandate: null },
    ])
    expect(content.claims).toEqual([
      {
        proposal: 'p',
        digest: 'd',
        sector: 'civil',
        seat: 'civil',
        mandate: 'civil-titular',
        stance: 'agree',
        reason: null,
      },
    ])
  })

  it('can be circulated when nothing is missing', () => {
    expect(why(paper())).toEqual([])
  })

  const [civilClaim] = paper().claims
  if (!civilClaim) throw new Error('the paper has a claim')
  it.each([
    ['a session that is not over', paper({}, { state: 'in-session' }), ['meetings.notClosedYet']],
    [
      'nothing in it',
      paper({ texts: [], agreements: [], claims: [], proposals: [] }),
      ['meetings.nothingInIt'],
    ],
    ['two texts for one item', paper({ asides: ['two'] }), ['meetings.twoVersions']],
    ['two texts for an item that was withdrawn', paper({ asides: ['gone'] }), []],
    [
      'an agreement without a text',
      paper({
        agreements: [
          {
            agendaItemId: 'one',
            kind: 'resolution',
            lang: 'es',
            text: '',
            proposalId: null,
            seatId: null,
            dueOn: null,
          },
        ],
      }),
      ['meetings.agreementEmpty'],
    ],
    [
      'an action without a day',
      paper({
        agreements: [
          {
            agendaItemId: 'one',
            kind: 'action',
            lang: 'es',
            text: 'Hacer',
            proposalId: null,
            seatId: 'civil',
            dueOn: null,
          },
        ],
      }),
      ['meetings.actionIncomplete'],
    ],
    [
      'an action without a seat',
      paper({
        agreements: [
          {
            agendaItemId: 'one',
            kind: 'action',
            lang: 'es',
            text: 'Hacer',
            proposalId: null,
            seatId: null,
            dueOn: '2026-06-01',
          },
        ],
      }),
      ['meetings.actionIncomplete'],
    ],
    [
      'more agreements than one act can record',
      paper({
        agreements: Array.from({ length: 41 }, () => ({
          agendaItemId: 'one',
          kind: 'resolution',
          lang: 'es',
          text: 'x',
          proposalId: null,
          seatId: null,
          dueOn: null,
        })),
      }),
      ['meetings.tooManyAgreements'],
    ],
    [
      'more proposals than one act can decide',
      paper({
        proposals: Array.from({ length: 7 }, (_, at) => ({ id: `p${at}`, number: at, digest: 'd' })),
        claims: Array.from({ length: 7 }, (_, at) => ({ ...civilClaim, proposalId: `p${at}` })),
      }),
      ['meetings.tooManyProposals'],
    ],
    ['a claim that is missing', paper({ claims: [] }), ['meetings.claimMissing']],
    [
      'an objection without a reason',
      paper({ claims: [{ ...civilClaim, stance: 'object' }] }),
      ['meetings.claimReasonMissing'],
    ],
    [
      'an objection with its reason',
      paper({ claims: [{ ...civilClaim, stance: 'object', reason: 'No' }] }),
      [],
    ],
    [
      'a claim of a sector that was not there',
      paper({ claims: [civilClaim, { ...civilClaim, sectorId: 'executive' }] }),
      ['meetings.claimOfAbsent'],
    ],
  ] as [string, Paper, string[]][])('%s', (_name, given, refused) => {
    expect(why(given)).toEqual(refused)
  })

  it('names the item by its place on the agenda, and the sector in both languages', () => {
    expect(hindrances(paper({ asides: ['two'] }), sectors)[0]?.params).toEqual({ item: 2 })
    expect(hindrances(paper({ claims: [] }), sectors)[0]?.params).toEqual({
      proposal: 7,
      sectorEs: 'Sociedad civil',
      sectorEn: 'Civil society',
    })
  })
})

describe('approval by each sector', () => {
  const all = ['civil', 'oversight', 'executive']
  it.each([
    ['nobody yet', [], [], false, false, false],
    ['one is waited for', ['civil', 'oversight'], [], false, false, false],
    ['all', all, [], false, false, true],
    ['the others while one is suspended', ['civil', 'oversight'], ['executive'], false, false, true],
    ['an approval before the suspension stands', all, ['executive'], false, false, true],
    ['all suspended: approved by nobody', [], all, false, false, false],
    ['silence is no assent', ['civil', 'oversight'], [], true, false, false],
    ['silence is assent where the rule says so', ['civil', 'oversight'], [], true, true, true],
    ['not before the window is over', ['civil', 'oversight'], [], false, true, false],
  ])('%s', (_name, approved, suspended, over, assent, complete) => {
    expect(isComplete(consentsOf(all, approved, suspended, over), assent)).toBe(complete)
  })

  it('lists silence as silence', () => {
    expect(consentsOf(all, ['civil'], ['oversight'], true).map((consent) => consent.says)).toEqual([
      'approved',
      'suspended',
      'silence',
    ])
  })

  it('is never complete without the rule while a sector that is not suspended has said nothing', () => {
    fc.assert(
      fc.property(fc.subarray(all), fc.subarray(all), fc.boolean(), (approved, suspended, over) => {
        const missing = all.some((sector) => !approved.includes(sector) && !suspended.includes(sector))
        return !missing || !isComplete(consentsOf(all, approved, suspended, over), false)
      }),
    )
  })
})

describe('words of minutes', () => {
  const item = (id: string, text: string) => ({
    item: id,
    title: prose(`Punto ${id}`),
    commitment: null,
    postponed: null,
    text: prose(text),
    agreements: [],
  })
  const content = {
    items: [
      item('uno', 'Se comprobó el **quórum**:\n\n- siete de siete asientos'),
      item('dos', 'Se acordó [publicar](https://a.example) la lista.'),
    ],
    claims: [],
  }
  it.each([
    ['quórum: siete de siete', 'uno', true],
    ['SIETE DE  SIETE asientos', 'uno', true],
    ['siete de siete', 'dos', false],
    ['publicar la lista', 'dos', true],
    ['publicar la lista', null, true],
    ['Punto dos', 'dos', true],
    ['siete de ocho', null, false],
  ])('%s stands in %s: %s', (words, where, stands) => {
    expect(wordsStandIn(content, words, where)).toBe(stands)
  })
})

describe('the number of minutes', () => {
  it.each([
    ['CC', 7, 'CC-2026-07'],
    ['GT 5', 12, 'GT-5-2026-12'],
    ['Comité', 100, 'COMITÉ-2026-100'],
    ['gt/1.', 1, 'GT-1-2026-01'],
  ])('%s', (name, count, number) => {
    expect(minutesNumber(name, 2026, count)).toBe(number)
  })
})

describe('what a new version changed', () => {
  it('says it word by word, item by item', () => {
    const before = contentOf(paper())
    const after = contentOf(
      paper({ texts: [{ agendaItemId: 'one', lang: 'es', text: 'Se dijo mucho' }] }),
    )
    const [one, two] = changesBetween(before, after)
    expect(one).toMatchObject({
      change: 'changed',
      pieces: [{ is: 'same' }, { is: 'added', text: ' mucho' }],
    })
    expect(two?.change).toBe('same')
    const without = contentOf(paper({ agenda: paper().agenda.slice(0, 1) }))
    expect(changesBetween(before, without).map((each) => each.change)).toEqual(['same', 'removed'])
    expect(changesBetween(without, before).map((each) => each.change)).toEqual(['same', 'added'])
  })

  it('loses nothing: both texts can be read out of the pieces', () => {
    const words = fc
      .array(fc.constantFrom('el', 'comité', 'acuerda', 'que', 'no', '2026', '\n', 'área,'), {
        maxLength: 40,
      })
      .map((list) => list.join(' '))
    fc.assert(
      fc.property(words, words, (before, after) => {
        const pieces = wordsChanged(before, after)
        const read = (...kinds: string[]) =>
          pieces
            .filter((piece) => kinds.includes(piece.is))
            .map((piece) => piece.text)
            .join('')
        return read('same', 'removed') === before && read('same', 'added') === after
      }),
    )
  })

  it('does not look for what two texts share beyond so many edits, and fewer in a long one: they stand whole, one after the other', () => {
    const [before, after] = [
      'uno '.repeat(5000),
      Array.from({ length: 5000 }, (_, at) => `p${at}`).join(' '),
    ]
    expect(wordsChanged(before, after)).toEqual([
      { text: before, is: 'removed' },
      { text: after, is: 'added' },
    ])
    const changed = (words: number, edits: number) => {
      const text = Array.from({ length: words }, (_, at) => `palabra${at}`)
      return wordsChanged(
        text.join(' '),
        text.map((word, at) => (at < edits ? `${word}x` : word)).join(' '),
      ).length
    }
    expect(changed(2_000, 600)).toBeGreaterThan(600)
    expect(changed(5_000, 600)).toBe(2)
    expect(changed(5_000, 300)).toBeGreaterThan(300)
  })
})

describe('working paper', () => {
  const at = (text: string) => new Date(`${text}T12:00:00Z`)
  const [session, saved, later, now] = [
    at('2026-03-01'),
    at('2026-03-04'),
    at('2026-03-20'),
    at('2026-06-01'),
  ]
  const shelved = {
    state: 'held',
    dayOver: session,
    closedAt: session,
    circulated: false,
    approvedAt: null,
    lastSavedAt: saved,
  }
  it.each([
    ['of approved minutes, from their approval', { circulated: true, approvedAt: later }, later],
    ['of minutes that circulate, without an end', { circulated: true }, null],
    [
      'of a meeting that was cancelled, from then on',
      { state: 'cancelled', closedAt: at('2026-02-20') },
      at('2026-02-20'),
    ],
    ['of a meeting that was not held, from then on', { state: 'not-held', closedAt: later }, later],
    ['never circulated, from the last word that was written after the session', {}, saved],
    ['never circulated, and written before the session ended, from its end', { closedAt: later }, later],
    [
      'of a session that nobody closed, from the end of its day',
      { state: 'in-session', closedAt: null, lastSavedAt: at('2026-02-01') },
      session,
    ],
    [
      'of a meeting that nobody opened, from the end of its day',
      { state: 'convened', closedAt: null, lastSavedAt: at('2026-02-01') },
      session,
    ],
    [
      'of a meeting to come, without an end',
      { state: 'convened', closedAt: null, dayOver: at('2026-06-10') },
      null,
    ],
    [
      'of a meeting of today, without an end',
      { state: 'in-session', closedAt: null, dayOver: at('2026-06-02') },
      null,
    ],
  ])('%s', (_what, parts, since) => {
    const kept = (given: object, zone = 'UTC') =>
      draftKeptUntil({ ...shelved, ...parts }, { rules: ForumRules.parse(given), zone, now })
    // Noon, and so many days later: to the end of that day.
    const days = (count: number) => since && hoursAfter(since, count * 24 + 12)
    expect([kept({}), kept({ draftDays: 30 })]).toEqual([days(180), days(30)])
    expect(kept({ draftDays: 30 }, 'America/Mexico_City')).toEqual(
      since && hoursAfter(since, 30 * 24 + 18),
    )
  })
  it('counts from the end of a day to the end of a day, where clocks were set meanwhile', () => {
    const shelf = {
      ...shelved,
      dayOver: endOfDay('America/Santiago', '2026-08-26'),
      closedAt: null,
      lastSavedAt: at('2026-08-01'),
    }
    const kept = draftKeptUntil(shelf, {
      rules: ForumRules.parse({ draftDays: 10 }),
      zone: 'America/Santiago',
      now: at('2026-10-01'),
    })
    expect(kept).toEqual(new Date('2026-09-06T04:00:00Z'))
  })
})

describe('partsChanged', () => {
  const text = (words: string) => ({ lang: 'es' as const, text: words })
  const item = (id: string, words: string): Content['items'][number] => ({
    item: id,
    title: text(id),
    commitment: null,
    postponed: null,
    text: text(words),
    agreements: [],
  })
  const claim = (proposal: string, stance: 'agree' | 'object'): Content['claims'][number] => ({
    proposal,
    digest: 'd',
    sector: 's',
    seat: 'p',
    mandate: 'm',
    stance,
    reason: null,
  })
  const content = (parts: Partial<Content> = {}): Content => ({
    meeting: 'm',
    body: 'b',
    year: 2026,
    number: 1,
    kind: 'ordinary',
    heldOn: '2026-11-12',
    attendance: [],
    quorum: { reached: true, there: 3, of: 3, needed: 2, sectors: [] },
    items: [item('one', 'Uno'), item('two', 'Dos')],
    claims: [claim('p1', 'agree')],
    ...parts,
  })
  const nothing = { items: [], positions: [], meeting: false }

  it.each<[string, Partial<Content>, object]>([
    ['nothing', {}, nothing],
    [
      'a comma in an item',
      { items: [item('one', 'Uno'), item('two', 'Dos,')] },
      { ...nothing, items: [2] },
    ],
    [
      'a position, which no text of an item tells',
      { claims: [claim('p1', 'object')] },
      { ...nothing, positions: ['p1'] },
    ],
    ['a position that is gone', { claims: [] }, { ...nothing, positions: ['p1'] }],
    ['an item that is gone', { items: [item('one', 'Uno')] }, { ...nothing, meeting: true }],
    [
      'an item more',
      { items: [item('one', 'Uno'), item('two', 'Dos'), item('three', 'Tres')] },
      { ...nothing, items: [3] },
    ],
    ['the day', { heldOn: '2026-11-13' }, { ...nothing, meeting: true }],
  ])('tells %s', (_what, later, expected) => {
    expect(partsChanged(content(), content(later))).toEqual(expected)
  })
})
