import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import * as Y from 'yjs'
import { done, smallTable } from '../../prisma/small-table.ts'
import { filesOf } from '../../testing/databases.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { dayIn } from '../act/calendar.ts'
import { Line, ShortProse } from '../act/fields.ts'
import { beginningOf, longest } from '../act/lengths.ts'
import { limits } from '../archive/format.ts'
import { readArchive } from '../archive/read.ts'
import { writeArchive } from '../archive/write.ts'
import { openDatabase } from '../db/client.ts'
import { reassessmentScheduled } from '../events/facts.ts'
import { openStore } from '../evidence/store.ts'
import { seal } from '../log/append.ts'
import type { Fact } from '../log/fact.ts'
import { formatKey } from '../log/note.ts'
import { publishCheckpoint } from '../log/publish.ts'
import { logRows } from '../log/rows.ts'
import { publicKeyIn } from '../log/signer.ts'
import { decided } from '../proposals/facts.ts'
import { documentOf } from '../papers/document.ts'
import { writeJson } from '../papers/json.ts'
import { closeMeeting, convene, openMeeting, recordAttendance } from '../meetings/commands.ts'
import { openDraftDoor } from './drafts/door.ts'
import { agreementsOf, writeItem } from './drafts/document.ts'
import { openDraftLog } from './drafts/updates.ts'
import { agendaItemAdded, convened as convenedFact, erratumScheduled } from '../meetings/facts.ts'
import { agreementReached } from './facts.ts'
import { approveMinutes, circulateMinutes, proposeErratum, withdrawErratum } from './commands.ts'
import { draftOf } from './draft-seen.ts'
import { faultsIn } from './draft-record.ts'
import { minutesSeenBy } from './seen.ts'
import { minutesNumber, proposalsThatFit } from './rules.ts'
import type { Content } from './rules.ts'

const { appUrl, keysDir } = await useDatabase()
const database = openDatabase(appUrl)
const [draft, live] = [openDraftDoor(database), openDraftLog(database)]
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es' as const, text })
const sentence = 'La representación dijo «lo suyo», con "comillas", y que\nel plan sigue.\n\n'
const spoken = (length: number) =>
  sentence
    .repeat(Math.ceil(length / sentence.length))
    .slice(0, length - 1)
    .trimEnd()
    .padEnd(length, '.')

let table: Awaited<ReturnType<typeof smallTable>>
beforeAll(async () => {
  table = await smallTable(database, 'largas', {
    rules: { noticeDays: { ordinary: 0, extraordinary: 0 } },
  })
})

async function held(titles: string[]) {
  const call = {
    body: table.body,
    kind: 'ordinary',
    day: dayIn('America/Mexico_City', new Date()),
    time: '23:59',
    place: prose('Sala'),
  }
  const meeting = String(
    done(
      await table.secretary.as(convene, {
        ...call,
        items: titles.map((title) => ({ title: prose(title) })),
      }),
    ).meeting,
  )
  done(await table.secretary.as(openMeeting, { meeting }))
  done(
    await table.secretary.as(recordAttendance, {
      meeting,
      seats: [{ seat: table.civil.seat, state: 'present' }],
    }),
  )
  done(await table.secretary.as(closeMeeting, { meeting }))
  return {
    meeting,
    items: (
      await database.agendaItem.findMany({ where: { meetingId: meeting }, orderBy: { rank: 'asc' } })
    ).map((one) => one.id),
  }
}
const secretary = () => table.viewerOf(table.secretary.person)
const paperOf = async (meeting: string) => {
  const paper = await draftOf(await secretary(), meeting)
  if (!paper) throw new Error('no draft')
  return paper
}
const circulated = async (meeting: string) =>
  table.secretary.as(circulateMinutes, { meeting, digest: (await paperOf(meeting)).digest })
async function gathered(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(Uint8Array.from(piece))
  return Buffer.concat(all)
}

/** Writes in the shared document, as the editors of several people do. */
async function writtenTogether(meeting: string, write: (doc: Y.Doc) => void) {
  const { doc } = await live.open(meeting)
  const before = Y.encodeStateVector(doc)
  write(doc)
  await live.append(meeting, [
    { update: Uint8Array.from(Y.encodeStateAsUpdate(doc, before)), person: table.secretary.person },
  ])
  await live.settle(meeting)
}

describe('stenographic minutes', () => {
  it('of twelve items at their longest are circulated, approved, read, corrected, taken away and archived', {
    timeout: 300_000,
  }, async () => {
    const { meeting, items } = await held(Array.from({ length: 12 }, (_, at) => `Punto ${at + 1}`))
    const texts = items.map((_, at) => spoken(longest.minutes - at))
    for (const [at, agendaItem] of items.entries()) {
      expect(
        await draft.saveItem(await secretary(), { agendaItem, lang: 'es', text: texts[at], base: 0 }),
      ).toEqual({ is: 'saved', revision: 1 })
    }
    expect((await paperOf(meeting)).hindrances).toEqual([])
    const { minutes } = done(await circulated(meeting))
    const { digest } = await database.minutes.findUniqueOrThrow({ where: { id: String(minutes) } })
    for (const who of ['civil', 'oversight', 'executive'] as const)
      done(await table[who].as(approveMinutes, { minutes, digest }))
    const seen = await minutesSeenBy(await secretary(), meeting)
    expect(seen?.state).toBe('approved')
    expect(seen?.content?.items.map((item) => item.text?.text)).toEqual(texts)
    if (seen)
      expect(
        writeJson(documentOf(seen, table.forum, 'https://mesa.example.org')).length,
      ).toBeGreaterThan(2_400_000)
    // A whole item can be corrected.
    const { erratum } = done(
      await table.civil.as(proposeErratum, {
        minutes,
        item: items[0],
        wrong: prose(texts[0] ?? ''),
        right: prose(spoken(longest.minutes - 50)),
        reason: prose('Otra versión'),
      }),
    )
    done(await table.civil.as(withdrawErratum, { erratum }))
    await publishCheckpoint(logRows(database), table.forum.id, keysDir)
    const forum = await database.forum.findUniqueOrThrow({ where: { id: table.forum.id } })
    const key = await publicKeyIn(keysDir, forum.id)
    const source = {
      db: database,
      log: logRows(database),
      store: openStore({ directory: filesOf(inject('server')) }),
      forum,
      keys: key ? [formatKey(key)] : [],
    }
    const bytes = await gathered(writeArchive(source, { audience: 'public', bodies: [] }))
    async function* given() {
      yield await Promise.resolve(bytes)
    }
    expect(bytes.length).toBeGreaterThan(2_400_000)
    expect(await readArchive(given())).toMatchObject({ bytes: bytes.length, missing: [] })
  })

  it('written together beyond their limit are kept, and told at the item, with how much there is too much', {
    timeout: 120_000,
  }, async () => {
    const {
      meeting,
      items: [first = '', second = ''],
    } = await held(['Uno', 'Dos'])
    await writtenTogether(meeting, (doc) => {
      writeItem(doc, first, { lang: 'es', text: 'Se dijo' })
      writeItem(doc, second, { lang: 'es', text: spoken(longest.minutes + 1) })
    })
    const paper = await paperOf(meeting)
    const params = { item: 2, is: 200_001, max: 200_000, over: 1 }
    expect(paper.items.map((item) => [item.text.length, item.faults])).toEqual([
      [7, []],
      [200_001, [{ refused: 'meetings.itemTooLong', params }]],
    ])
    expect(paper.hindrances).toEqual([
      { item: second, refusal: { refused: 'meetings.itemTooLong', params } },
    ])
    expect(await circulated(meeting)).toEqual({
      is: 'refused',
      refusal: { refused: 'meetings.itemTooLong', params },
    })
    await writtenTogether(meeting, (doc) => {
      writeItem(doc, second, { lang: 'es', text: spoken(longest.minutes) })
    })
    expect(done(await circulated(meeting))).toMatchObject({ version: 1 })
  })

  it('and so is an agreement', { timeout: 120_000 }, async () => {
    const {
      meeting,
      items: [item = ''],
    } = await held(['Uno'])
    const id = randomUUID()
    await writtenTogether(meeting, (doc) => {
      agreementsOf(doc).set(
        id,
        new Y.Map<string | number | null>(
          Object.entries({ item, kind: 'resolution', lang: 'es', rank: 0 }),
        ),
      )
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText('a'.repeat(longest.prose + 5))])
      doc.getXmlFragment(`agreement/${id}`).insert(0, [paragraph])
    })
    expect(await circulated(meeting)).toEqual({
      is: 'refused',
      refusal: {
        refused: 'meetings.agreementTooLong',
        params: { item: 1, agreement: 1, is: 20_005, max: 20_000, over: 5 },
      },
    })
  })

  it('are told of whatever else the fact would not take', () => {
    const content = (text: string, count = 1): Content => ({
      meeting: randomUUID(),
      body: randomUUID(),
      year: 2026,
      number: 1,
      kind: null,
      heldOn: '2026-05-04',
      attendance: [],
      claims: [],
      quorum: { reached: true, there: 1, of: 1, needed: 1, sectors: [] },
      items: Array.from({ length: count }, () => ({
        item: randomUUID(),
        title: prose('Uno'),
        commitment: null,
        postponed: null,
        text: prose(text),
        agreements: [],
      })),
    })
    expect(faultsIn(content('acu\u200Berdo')).map((itemFault) => itemFault.refusal)).toEqual([
      { refused: 'meetings.itemUnreadable', params: { item: 1 } },
    ])
    expect(faultsIn({ ...content('x'), heldOn: 'never' }).map((itemFault) => itemFault.refusal)).toEqual(
      [{ refused: 'meetings.notRecordable' }],
    )
    expect(faultsIn(content('x'.repeat(200_000), 20))).toEqual([])
    expect(faultsIn(content('x'.repeat(200_000), 21)).map((itemFault) => itemFault.refusal)).toEqual([
      {
        refused: 'meetings.minutesTooLong',
        params: { is: 4_200_000, max: 4_000_000, over: 200_000 },
      },
    ])
  })

  it('fit into a line of an archive, whatever their letters are', () => {
    // As a value within a line, each quotation mark takes four bytes, and no letter takes more.
    expect(
      Buffer.byteLength(JSON.stringify(JSON.stringify('"漢'))) -
        Buffer.byteLength(JSON.stringify(JSON.stringify(''))),
    ).toBe(4 + 3)
    expect(longest.allMinutes * 4).toBeLessThan(limits.line / 1.5)
  })
})

describe('one entry holds', () => {
  const id = randomUUID()
  const draw = { id: () => id, salt: () => new Uint8Array(32) }
  const stamp = { recordedAt: '2026-05-04T18:00:00Z', seat: id, mandate: id, key: 'k'.repeat(64) }
  const sizeOf = (facts: Fact[]) => seal(stamp, facts, { held: false, draw }).body.length
  const long = 'Ñ'.repeat(200)

  it('the agreements and decisions of a session, as many as may be circulated', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 130 }),
        (agreements, voices) => {
          const number = `${minutesNumber(long, 2026, 100)}/40`
          const reached = Array.from({ length: agreements }, () =>
            agreementReached({
              agreement: id,
              minutes: id,
              meeting: id,
              body: id,
              item: id,
              number,
              kind: 'resolution',
              text: prose('x'),
              commitment: id,
              proposal: id,
              seat: id,
              dueOn: '2026-05-04',
              agreedOn: '2026-05-04',
            }),
          )
          const sectors = Array.from({ length: 6 }, (_, at) => ({
            sector: id,
            suspended: false,
            position: id,
            stance: 'agree-with-reservation' as const,
            there: 100,
            of: 100,
            voices: Array.from({ length: Math.ceil((voices - at) / 6) }, () => ({
              seat: id,
              mandate: id,
              capacity: 'titular',
            })),
          }))
          const closed = Array.from({ length: proposalsThatFit(agreements, voices) }, () =>
            decided({
              decision: id,
              proposal: id,
              body: id,
              commitment: id,
              number: 1_000,
              outcome: 'no-consensus',
              obstacle: 'objection',
              digest: 'd'.repeat(64),
              decidedOn: '2026-05-04',
              notCarriedOut: null,
              frozen: {
                mode: 'session',
                quorum: { reached: true, there: 100, of: 100, needed: 100 },
                sectors,
              },
            }),
          )
          expect(sizeOf([...reached, ...closed])).toBeLessThan(60_000)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('a call with all that comes onto an agenda by itself', () => {
    const added = (rank: number) =>
      agendaItemAdded({
        item: id,
        meeting: id,
        body: id,
        rank,
        title: prose('x'),
        note: prose('x'),
        commitment: id,
        continues: id,
        proposedBy: id,
        sector: id,
      })
    const call = convenedFact({
      meeting: id,
      body: id,
      year: 2026,
      number: 100,
      kind: 'extraordinary',
      heldOn: '2026-05-04',
      startsAt: '2026-05-04T18:00:00Z',
      place: prose('x'),
      videoLink: 'https://a.mx/',
    })
    // As many of each as lib/meetings/seen.ts and lib/events/seen.ts bring.
    const reassessed = Array.from({ length: 8 }, () =>
      reassessmentScheduled({
        link: id,
        item: id,
        meeting: id,
        body: id,
        commitment: id,
        numbers: Array.from({ length: 250 }, (_, at) => `10.${at}`),
      }),
    )
    const corrected = Array.from({ length: 20 }, () =>
      erratumScheduled({
        erratum: id,
        item: id,
        minutes: id,
        number: minutesNumber('CC', 2026, 100),
        meeting: id,
        body: id,
      }),
    )
    expect(
      sizeOf([call, ...Array.from({ length: 68 }, (_, at) => added(at)), ...reassessed, ...corrected]),
    ).toBeLessThan(65_535)
  })
})

describe('what is made from a text fits where it goes', () => {
  it('the number of minutes, and of their agreements, whatever a body is called', () => {
    for (const name of ['ß'.repeat(200), 'CC', '😀a'.repeat(66), 'ﬃ'.repeat(66)])
      expect(Line.safeParse(`${minutesNumber(name, 2026, 1_000)}/40`).success).toBe(true)
  })

  it('the beginning of a text is never half a letter', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.integer({ min: 1, max: 300 }),
        (text, most) => {
          const whole = text.repeat(Math.ceil(320 / text.length))
          expect(beginningOf(whole, most).length).toBeLessThanOrEqual(most)
          expect(whole.isWellFormed() ? beginningOf(whole, most).isWellFormed() : true).toBe(true)
        },
      ),
    )
    expect(ShortProse.safeParse(prose(beginningOf(`${'a'.repeat(299)}😀`, longest.title))).success).toBe(
      true,
    )
  })
})
