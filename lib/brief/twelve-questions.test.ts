import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createTranslator } from 'next-intl'
import { afterAll, describe, expect, it } from 'vitest'
import { useDatabase } from '../../testing/use-database.ts'
import { addDays, dayIn } from '../act/calendar.ts'
import { forumBySlug, personViewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { writeMarkdown } from '../papers/markdown.ts'
import { printOfBrief } from './print.ts'
import { briefSeenBy } from './seen.ts'
import type { Brief } from './seen.ts'
import { leftSaid, lineSaid, sentenceOf, spelledSaid } from './said.ts'
import type { BriefLine, BriefWords } from './said.ts'

// Whoever takes over the seat of SFP's head on the demonstration's day, and has never seen the forum, must find the answer to twelve questions
// in the brief alone. The world is the demonstration as it is loaded: nothing is added to it for this.

const { appUrl } = await useDatabase({ seeded: true })
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

/** The Sunday of the week for which the practice table's year was written. */
const now = new Date('2026-11-29T18:00:00Z')

async function briefOf(body: string, slug: string, at = now): Promise<Brief> {
  const forum = await forumBySlug(database, 'practica')
  if (!forum) throw new Error('no practice table')
  const seat = await database.seat.findFirstOrThrow({
    where: { forumId: forum.id, slug, body: { slug: body } },
    include: { mandates: { where: { capacity: 'titular', untilOn: null } } },
  })
  const viewer = await personViewer(database, forum, seat.mandates[0]?.personId ?? '', at)
  const brief = await briefSeenBy(viewer, { seat: seat.id })
  if (!brief) throw new Error('no brief')
  return brief
}
const brief = await briefOf('coordinating-committee', 'chair')

const wordsIn = (lang: 'es' | 'en'): BriefWords => {
  const messages = JSON.parse(
    readFileSync(resolve(import.meta.dirname, `../../messages/${lang}.json`), 'utf8'),
  ) as Record<string, never>
  const t = createTranslator({ locale: lang, messages })
  return {
    lang,
    day: (day) => day,
    moment: (instant) => instant.toISOString(),
    say: (key, values) => t(key as never, values as never),
  }
}
const english = wordsIn('en')

/** A line as it is read, with the words that it quotes. */
const read = (line: BriefLine) =>
  [lineSaid(english, line), ...line.quotes.map(({ words }) => words.text)].join(' / ')
const inSection = (name: keyof Brief['sections']) => brief.sections[name].map(read)
const due = (group: keyof Brief['due']) => brief.due[group].map(read)
const allLines = [...Object.values(brief.due), ...Object.values(brief.sections)].flat()
const about = (lines: string[], ...words: (string | RegExp)[]) =>
  lines.filter((line) =>
    words.every((word) => (typeof word === 'string' ? line.includes(word) : word.test(line))),
  )
const one = (lines: string[], ...words: (string | RegExp)[]) => {
  expect(about(lines, ...words)).toHaveLength(1)
}

describe('the brief of SFP’s head, on the demonstration’s day', () => {
  it('stands on acts 0 to 266, tells of everything to who has not taken over, and says whose seat it is', () => {
    expect(brief).toMatchObject({ size: 267, since: null, own: true, body: { shortName: 'CC' } })
  })

  it('1: which commitments are inactive or blocked, why, and who objected with what words', () => {
    const blocked = inSection('blocked')
    one(blocked, 'Commitment 2', 'inactive since 2026-10-20', 'decision 4', 'no se dé por cerrado')
    one(blocked, 'Commitment 3', 'no consensus on 2026-09-02', 'stays in force', 'más pequeño y vivo')
    one(blocked, 'Civil society', 'commitment 4', 'since 2026-11-05', 'sin su permiso')
    one(blocked, 'Commitment 1', 'proposal 5', 'waits for the position of INAI', 'diccionario de datos')
  })

  it('2: what would reactivate each', () => {
    const blocked = inSection('blocked')
    one(blocked, 'Commitment 2', 'entre en vigor el nuevo registro de proveedores', 'Review: 2027-04-20')
    one(blocked, 'commitment 4', 'hasta acordar cómo se cuidan sus datos', 'resumes by its own word')
  })

  it('3: what is due and late, since when', () => {
    one(due('soon'), 'Activity 2.3', 'SFP and INAI')
    expect(brief.due.soon.map(({ dueOn }) => dueOn)).toContain('2026-11-30')
    one(due('seat'), 'Take a position: 6')
    one(due('seat'), 'erratum of the minutes CC-2026-04')
    one(due('late'), '3 promises', 'overdue as well', 'first since 2026-03-31')
    one(due('late'), '2026-11-20', 'GTP 3', 'never opened')
    one(due('late'), '2026-11-19', 'CC', 'not been circulated')
    one(due('late'), 'Los tres formatos de prueba', 'not answered since 2026-10-14')
    one(due('coming'), 'Activity 2.2')
    one(due('coming'), 'Activity 4.1', 'should have begun on 2026-10-01')
    one(due('coming'), 'si ya entra en vigor')
    for (const line of Object.values(brief.due).flat()) expect(line.ifNot).not.toBeNull()
  })

  it('4: what the seat and its sector promised in minutes, and what it said already', () => {
    const promised = inSection('promised')
    one(promised, '5 actions', '1 done, 4 open, 3 overdue')
    one(promised, 'Kept by', 'CC-2026-')
    one(promised, 'Technical secretary', 'Invitar a las universidades')
    one(promised, 'GTP 1', 'Reescribir los tres reportes')
    one(promised, 'Head of unit', 'siete municipios')
    one(promised, 'already said on 2026-11-12', 'with a reservation', 'Falta el diccionario')
    one(promised, 'approved on 2026-11-18', '2026-11-12')
    expect(brief.sections.promised.flatMap(({ dueOn }) => dueOn ?? [])).toEqual([
      '2026-03-31',
      '2026-09-30',
      '2026-10-15',
    ])
  })

  it('5: which roadmap changed, by how much, why, and who asked', () => {
    const changed = inSection('changed')
    one(
      changed,
      'from version 1 to version 2',
      '2026-09-09',
      'budget',
      'Technical secretary',
      'Quien no lee',
    )
    one(changed, 'from version 1', 'línea telefónica vuelva')
    one(changed, '2.4 was dropped')
    one(changed, '2.3', '46 days later')
    one(changed, '3.1', '45 days later')
    one(changed, '3.2', 'Doce talleres', 'Seis talleres')
  })

  it('6: which evidence is questioned, and why', () => {
    one(inSection('disputed'), 'questioned', 'activity 2.1', 'solo alcanzamos a ver dos')
    one(inSection('disputed'), 'limited', 'substantial', 'nadie los entiende')
    one(inSection('disputed'), 'CC-2026-04', 'contestaron que sí', 'acuses')
  })

  it('7: which sector is or was suspended', () => {
    one(
      inSection('blocked'),
      'Before: Civil society',
      '2026-04-27 to 2026-05-21',
      'cambió dos veces de fecha',
    )
  })

  it('8: which seats are vacant, since when; who is new; and who was there before', () => {
    const people = inSection('people')
    one(people, 'Technical adviser', 'vacant since 2026-02-04', '298 days')
    one(people, 'Head of unit', 'since 2026-07-01', 'Gabriela Montaño Silva', 'Hugo Barrera Solís')
    one(people, 'Nobody held Head of SFP')
    one(people, 'Secretary (CC): ', 'Technical secretary (CC)', 'no contact on record')
  })

  it('9: who attends and who stopped coming, counted', () => {
    const people = inSection('people')
    one(people, '2026-05-14', 'want of a quorum', 'Civil society')
    one(people, 'Director general, INAI', '2026-11-19', '6 of 8')
    one(people, 'GTP 1', '2026-11-18', '1 of 2')
    expect(brief.presence.find(({ called }) => called.es.startsWith('Correpresentante'))).toMatchObject({
      there: 5,
      of: 8,
      absent: 2,
      excused: 1,
    })
  })

  it('10: what outside events threaten what', () => {
    one(inSection('outside'), '2026-11-17', 'activity 4.1', 'not convened', 'ya no está')
    one(inSection('outside'), '2026-08-20', 'activity 3.2', 'dropped since', 'Reassessed')
  })

  it('11: what is next, and what to read before', () => {
    const next = inSection('next')
    one(next, 'CC', '2027-02-10', '7 items: 1. ', '3. Compras escolares')
    one(next, 'Item 3', 'decision 4 of 2026-10-20', 'settled already')
    one(next, 'Read', '2026-11-12', 'not approved yet')
    one(next, 'Read: decision 2')
    one(next, 'Read: decision 4')
    one(next, 'Read', 'Autoevaluación de medio término')
    expect(about(next, 'Item 2')).toEqual([])
  })

  it('12: what changed in the last thirty days that matters, the heaviest first', () => {
    expect(brief.recentFrom).toBe('2026-10-30')
    expect(brief.recent.lines.map(({ index }) => index)).toEqual([231, 229, 265, 237, 266, 230, 229])
  })
})

describe('what a person would have to compare', () => {
  it('two dates for one thing, a deadline after the day that it moves, what nobody is assigned to', () => {
    const conflicts = allLines.filter(({ conflict }) => conflict).map(read)
    one(conflicts, 'Activity 2.3', '2026-11-30', 'GTP-1-2026-01/2', '2027-03-31')
    one(conflicts, 'Proposal 6', 'activity 4.1', '59 days', '2027-12-15', '2027-01-31')
    expect(about(conflicts, 'no organisation is assigned')).toHaveLength(3)
  })
})

describe('what is written short', () => {
  const spelled = [brief.spells, ...allLines.map(({ spells }) => spells), brief.presenceSpells]
  const shorts = spelled.flat().map(({ short }) => short)

  it('is spelled out where it is read first, and once', () => {
    expect(new Set(shorts).size).toBe(shorts.length)
    expect(spelledSaid(wordsIn('es'), brief.spells)).toContain('CC: Comité Coordinador')
    expect(shorts).toEqual(expect.arrayContaining(['CC', 'SFP', 'INAI', 'GTP 1', 'GTP 3']))
    const before = allLines.slice(
      0,
      allLines.findIndex(({ spells }) => spells.some(({ short }) => short === 'GTP 1')),
    )
    expect(before.map(read).filter((line) => /\bGTP 1\b/.test(line))).toEqual([])
  })
})

describe('on paper', () => {
  it('stands each line of the page, with what it spells and quotes, and where it leads', () => {
    const forum = { slug: 'practica', name: { es: 'Foro' }, kind: 'practice', timeZone: 'UTC' }
    const words = { ...english, word: (_list: string, word: string) => word }
    const markdown = writeMarkdown(printOfBrief(brief, words, forum, 'https://foro.example'))
    const plain = (text: string) => text.replace(/[\\*_>\s]+/g, '')
    const paper = plain(markdown.toString())
    const told = allLines.flatMap((line) => [
      lineSaid(english, line),
      ...(line.spells.length > 0 ? [spelledSaid(english, line.spells)] : []),
      ...(line.note ? [sentenceOf(english, line.note)] : []),
      ...(line.act === null ? [] : [`https://foro.example/en/practica/history/${line.act}`]),
      ...line.quotes.map(({ words: said }) => said.text),
    ])
    expect(told.filter((one) => !paper.includes(plain(one)))).toEqual([])
  })
})

describe('every line', () => {
  it('leads to its act, or to a page', () => {
    expect(allLines.length).toBeGreaterThan(40)
    expect(allLines.filter(({ to }) => !to.startsWith('/'))).toEqual([])
    expect(allLines.filter(({ act }) => act !== null && act >= brief.size)).toEqual([])
    expect(allLines.filter(({ act }) => act !== null).length / allLines.length).toBeGreaterThan(0.7)
  })

  it('stands once, and is said in both languages', () => {
    expect(new Set(allLines.map(({ id }) => id)).size).toBe(allLines.length)
    for (const words of [wordsIn('es'), english])
      for (const line of allLines) {
        expect(lineSaid(words, line)).not.toMatch(/[{}]|undefined|brief\./)
        if (line.dueOn)
          expect(leftSaid(words, { dueOn: line.dueOn, lasting: line.lasting }, 3)).not.toContain(
            'brief.',
          )
        if (line.ifNot) expect(words.say(line.ifNot)).not.toContain('brief.')
      }
  })
})

describe('other readers', () => {
  it('do not learn of minutes that circulate where they do not sit', async () => {
    const forum = await forumBySlug(database, 'practica')
    const reader = await database.person.findFirstOrThrow({
      where: { forumId: forum?.id ?? '', name: 'Andrés Pacheco Noh' },
    })
    if (!forum) throw new Error('no practice table')
    const viewer = await personViewer(database, forum, reader.id, now)
    const seen = await briefSeenBy(viewer, { seat: brief.seat.seat })
    expect(JSON.stringify(seen?.sections)).not.toContain('brief.promised.approved')
    expect(JSON.stringify(seen?.due)).not.toContain('minutes-pending')
    expect(seen?.own).toBe(false)
  })

  it('find as much in the brief of a group’s secretary, on any day', async () => {
    const later = new Date(`${addDays(dayIn('UTC', now), 40)}T18:00:00Z`)
    const seen = await briefOf('gtp-1', 'secretary', later)
    expect(seen.sections.promised.map(read).join('\n')).toContain('Reescribir los tres reportes')
    expect(seen.sections.changed.map(read).join('\n')).toContain('46 days later')
  })
})
