import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import type { Place } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { notWhole } from '../../testing/whole.ts'
import type { Outcome } from '../act/act.ts'
import { addDays, dayIn, fromDate } from '../act/calendar.ts'
import { officeViewer, publicViewer } from '../act/viewer.ts'
import { appoint, endMandate, establishBody, giveSeatContact } from '../bodies/commands.ts'
import { seatSeenBy } from '../bodies/seen.ts'
import { openDatabase, openPublished } from '../db/client.ts'
import { proposeStatus } from '../commitments/commands.ts'
import { withdrawProposal } from '../proposals/commands.ts'
import { askAppointment, askTakedown, confirm, decline, withdraw } from './commands.ts'
import { requestsAwaiting, requestsSeenBy, textsBesideSeenBy } from './seen.ts'

const { appUrl, readerUrl } = await useDatabase()
const database = openDatabase(appUrl)
const published = openPublished(readerUrl)
afterAll(async () => {
  await published.$disconnect()
  await database.$disconnect()
})
const es = (text: string) => ({ lang: 'es', text })
const refused = (key: string) => ({ is: 'refused', refusal: { refused: key } })
const invalid = (path: string, key: string) => ({ is: 'invalid', problems: [{ path, key }] })

let now = new Date('2031-03-03T18:00:00Z')
let table: Awaited<ReturnType<typeof smallTable>>
const today = () => dayIn('America/Mexico_City', now)
const founding = () => officeViewer(database, { ...table.forum, openedAt: null }, 'operator', now)
const reader = () => publicViewer(published, table.forum, now)
const withBody = (seat: string, person: string): Place => ({
  ...table.civil,
  seat,
  person,
  as: async (command, input, key = randomUUID()) =>
    table.act(command as never, {
      viewer: await table.viewerOf(person),
      key,
      input: { as: seat, ...input },
    }),
})

/** Somebody says something on the record: why a proposal is withdrawn. */
async function saysSomething(text: string): Promise<{ act: number; seal: string; text: string }> {
  const { proposal } = done(
    await table.civil.as(proposeStatus, {
      commitment: table.commitment,
      mode: 'written',
      to: 'inactive',
      title: es('Título'),
      text: es('Texto'),
      reasonClass: 'law',
      tried: es('Todo'),
      conditions: es('Si'),
      reviewOn: '2032-01-01',
      deadlineOn: '2031-12-01',
    }),
  )
  const said = await table.civil.as(withdrawProposal, { proposal, reason: es(text) })
  if (said.is !== 'done') throw new Error(JSON.stringify(said))
  const [found] = await textsBesideSeenBy(reader(), [said.index])
  if (!found) throw new Error('the text stands beside its act')
  return found
}

const sizeOf = async () =>
  (await database.logHead.findUniqueOrThrow({ where: { forumId: table.forum.id } })).size
const requestOf = (outcome: Outcome) => String(done(outcome).request)

beforeAll(async () => {
  table = await smallTable(database, 'dos-sectores', {
    clock: () => now,
    rules: { openProposalsArePublic: true },
  })
})

describe('taking a text down', () => {
  const ask = (seals: string[], by = table.civil) =>
    by.as(askTakedown, { texts: seals, reason: es(`Pone en riesgo a alguien: ${randomUUID()}`) })

  it('is asked for by one sector, does nothing, and happens when another confirms it', async () => {
    const text = await saysSomething('El domicilio de una víctima')
    const request = requestOf(await ask([text.seal]))
    const waits = (place: Place) => table.viewerOf(place.person, now).then(requestsAwaiting)
    expect(await Promise.all([table.civil, table.oversight, table.secretary].map(waits))).toEqual([
      0, 1, 0,
    ])
    expect(await textsBesideSeenBy(reader(), [text.act])).toContainEqual(text)

    expect(await table.civil.as(confirm, { request })).toMatchObject(
      refused('confirmations.anotherSector'),
    )
    for (const nobody of [table.secretary, table.adviser, table.observer])
      expect(await nobody.as(confirm, { request })).toMatchObject(
        refused('confirmations.otherVoiceAnswers'),
      )
    done(await table.oversight.as(confirm, { request }))
    expect((await textsBesideSeenBy(reader(), [text.act])).map((one) => one.text)).not.toContain(
      text.text,
    )
    expect(JSON.stringify(await database.proposal.findMany())).not.toContain(text.text)
    const { requests } = await requestsSeenBy(reader())
    expect(requests[0]).toMatchObject({
      kind: 'takedown',
      asked: { sector: { slug: 'civil' }, by: expect.anything() },
      texts: { count: 1, acts: [text.act] },
      closed: { outcome: 'confirmed', by: { sector: { slug: 'oversight' } } },
    })
    expect(await notWhole(database, table.forum.id)).toEqual([])
  })

  it('is confirmed once, by whoever comes first, and asked for once at a time', async () => {
    const text = await saysSomething('Otro domicilio')
    const request = requestOf(await ask([text.seal]))
    expect(await ask([text.seal], table.executive)).toMatchObject(refused('confirmations.askedAlready'))
    const both = await Promise.all(
      [table.oversight, table.executive].map((place) => place.as(confirm, { request })),
    )
    expect(both.map(({ is }) => is).toSorted()).toEqual(['done', 'refused'])
    expect(both.find(({ is }) => is === 'refused')).toMatchObject(refused('confirmations.closed'))
    expect(await ask([text.seal])).toMatchObject(refused('keeping.erasedBefore'))
    expect(await table.civil.as(withdraw, { request })).toMatchObject(refused('confirmations.closed'))
  })

  it('stays open while a sector that could confirm it has not declined, and is closed by the last', async () => {
    const text = await saysSomething('Un dato que no pone en riesgo a nadie')
    const request = requestOf(await ask([text.seal]))
    const no = (place: Place) =>
      place.as(decline, { request, reason: es(`No hace falta ${randomUUID()}`) })
    expect(await no(table.civil)).toMatchObject(refused('confirmations.anotherSector'))
    expect(await no(table.adviser)).toMatchObject(refused('confirmations.otherVoiceAnswers'))
    done(await no(table.oversight))
    expect(await no(table.oversight)).toMatchObject(refused('confirmations.declinedByYours'))
    expect(await table.oversight.as(confirm, { request })).toMatchObject(
      refused('confirmations.declinedByYours'),
    )
    expect((await requestsSeenBy(reader(), { open: true })).requests).toHaveLength(1)
    done(await no(table.executive))
    expect((await requestsSeenBy(reader())).requests[0]).toMatchObject({
      declined: [{ sector: { slug: 'oversight' } }, { sector: { slug: 'executive' } }],
      closed: { outcome: 'declined', by: null },
    })
    // It may be asked for again, and taken back by the sector that asked.
    const again = requestOf(await ask([text.seal]))
    expect(await table.oversight.as(withdraw, { request: again })).toMatchObject(
      refused('confirmations.askerWithdraws'),
    )
    done(await table.civil.as(withdraw, { request: again }))
    expect(await textsBesideSeenBy(reader(), [text.act])).toContainEqual(text)
    expect(await notWhole(database, table.forum.id)).toEqual([])
  })

  it('is not asked for by whoever speaks for no sector, nor of what is personal, held or the same elsewhere', async () => {
    const text = await saysSomething('Lo mismo dos veces')
    for (const nobody of [table.secretary, table.adviser, table.observer])
      expect(await ask([text.seal], nobody)).toMatchObject(refused('confirmations.voiceAsks'))
    const personal = await database.logPayload.findFirstOrThrow({
      where: { forumId: table.forum.id, open: false },
    })
    expect(await ask([Buffer.from(personal.seal).toString('base64')])).toMatchObject(
      refused('confirmations.notPublic'),
    )
    const twin = await saysSomething('Lo mismo dos veces')
    expect(await ask([text.seal])).toMatchObject(refused('keeping.saidElsewhere'))
    const request = requestOf(await ask([text.seal, twin.seal]))
    // Somebody repeats the words before another sector answers: then it is said, and nothing goes.
    const third = await saysSomething('Lo mismo dos veces')
    const before = await sizeOf()
    expect(await table.oversight.as(confirm, { request })).toMatchObject(
      refused('keeping.saidElsewhere'),
    )
    expect(await sizeOf()).toBe(before)
    done(await table.civil.as(withdraw, { request }))
    const all = requestOf(await ask([text.seal, twin.seal, third.seal]))
    done(await table.executive.as(confirm, { request: all }))
    expect(await ask([`${'A'.repeat(43)}=`])).toMatchObject(refused('keeping.noSuchValue'))
    expect(await ask([])).toMatchObject({ is: 'invalid' })
  })
})

describe('appointing who speaks for one’s sector in a body in which one does not sit', () => {
  const [seat, plain, third] = [randomUUID(), randomUUID(), randomUUID()]
  const someone = (parts: object = {}) => ({
    seat,
    name: 'Rosa Tamez',
    email: `rosa-${randomUUID().slice(0, 8)}@example.org`,
    capacity: 'titular',
    fromOn: today(),
    ...parts,
  })
  const ask = (parts: object = {}, by = table.civil) =>
    by.as(askAppointment, { ...someone(parts), reason: es(`Conoce el tema ${randomUUID()}`) })
  const holder = async () =>
    (await seatSeenBy(await table.viewerOf(table.civil.person, now), seat))?.titular?.name ?? null

  beforeAll(async () => {
    const member = { sector: table.civil.sector, function: 'member', name: { es: 'Asiento' } }
    done(
      await table.act(establishBody, {
        viewer: founding(),
        key: randomUUID(),
        input: {
          slug: 'grupo',
          kind: 'group',
          name: { es: 'Grupo' },
          shortName: 'G1',
          seats: [
            { ...member, id: seat, slug: 'g-1', voice: true },
            { ...member, id: plain, slug: 'g-2' },
            { ...member, id: third, slug: 'g-3', voice: true },
          ],
        },
      }),
    )
  })

  it('takes a second sector; a seat without the voice does not', async () => {
    done(await table.civil.as(appoint, someone({ seat: plain })))
    expect(await ask({ seat: plain })).toMatchObject(refused('confirmations.appointsAlone'))
    expect(await table.civil.as(appoint, someone())).toMatchObject(
      refused('bodies.anotherSectorConfirms'),
    )
    for (const [nobody, key] of [
      [table.oversight, 'bodies.ownSectorOnly'],
      [table.secretary, 'bodies.ownSectorOnly'],
      [table.adviser, 'bodies.ownSectorOnly'],
    ] as const)
      expect(await ask({}, nobody)).toMatchObject(refused(key))
    expect(await ask({ fromOn: addDays(today(), -1) })).toMatchObject(
      invalid('fromOn', 'bodies.beginsInThePast'),
    )
    expect(await ask({ email: 'persona-1@dos-sectores.example' })).toMatchObject(
      invalid('email', 'bodies.ofAnotherSector'),
    )
    // The office's contact stays the sector's own affair.
    done(await table.civil.as(giveSeatContact, { seat, phone: '55 1234 5678' }))

    const request = requestOf(await ask({ fromOn: addDays(today(), 1) }))
    expect(await ask()).toMatchObject(refused('confirmations.askedAlready'))
    now = new Date(now.getTime() + 3 * 86_400_000)
    expect(await holder()).toBeNull()
    expect(await table.civil.as(confirm, { request })).toMatchObject(
      refused('confirmations.anotherSector'),
    )
    done(await table.executive.as(confirm, { request }))
    // From the day of the word that makes it so, not from the one that had passed.
    const mandate = await database.mandate.findFirstOrThrow({ where: { seatId: seat } })
    expect(fromDate(mandate.fromOn)).toBe(today())
    expect(await holder()).toBe('Rosa Tamez')
    expect(await notWhole(database, table.forum.id)).toEqual([])
  })

  it('also where somebody follows in the act by which another leaves, unless the body’s own voice says it', async () => {
    const mandate = await database.mandate.findFirstOrThrow({ where: { seatId: seat } })
    const leaves = {
      mandate: mandate.id,
      lastOn: addDays(today(), 2),
      successor: { name: 'Sara Luna', email: 'sara@example.org' },
    }
    expect(await table.civil.as(endMandate, leaves)).toMatchObject(
      invalid('successor.name', 'bodies.anotherSectorConfirms'),
    )
    done(await withBody(seat, mandate.personId).as(endMandate, leaves))
  })

  it('is refused with a sentence where the seat was taken, or the days are over, before it is confirmed', async () => {
    const request = requestOf(
      await ask({ seat: third, fromOn: addDays(today(), 1), lastOn: addDays(today(), 2) }),
    )
    const { personId } = await database.mandate.findFirstOrThrow({ where: { seatId: seat } })
    done(await withBody(seat, personId).as(appoint, someone({ seat: third })))
    expect(await table.oversight.as(confirm, { request })).toMatchObject(refused('bodies.seatTaken'))
    now = new Date(now.getTime() + 5 * 86_400_000)
    expect(await table.oversight.as(confirm, { request })).toMatchObject(
      refused('confirmations.overMeanwhile'),
    )
    done(await table.civil.as(withdraw, { request }))
  })

  it('is the sector’s own where no other has anybody left who could confirm it', async () => {
    for (const { seat: other } of [table.oversight, table.executive]) {
      const mandate = await database.mandate.findFirstOrThrow({ where: { seatId: other } })
      done(
        await table.act(endMandate, {
          viewer: founding(),
          key: randomUUID(),
          input: { mandate: mandate.id, untilOn: today() },
        }),
      )
    }
    expect(await ask({ capacity: 'alternate' })).toMatchObject(refused('confirmations.appointsAlone'))
    done(await table.civil.as(appoint, someone({ capacity: 'alternate' })))
    expect(
      await table.civil.as(askTakedown, { texts: [`${'A'.repeat(43)}=`], reason: es('Nadie más') }),
    ).toMatchObject(refused('confirmations.nobodyElse'))
  })
})
