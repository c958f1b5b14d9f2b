import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { openDoor } from '../../lib/act/act.ts'
import { addDays, dayIn } from '../../lib/act/calendar.ts'
import { compareRows } from '../../lib/act/verify.ts'
import { officeViewer, publicViewer } from '../../lib/act/viewer.ts'
import { appoint, endMandate } from '../../lib/bodies/commands.ts'
import { openDatabase } from '../../lib/db/client.ts'
import { effects } from '../../lib/effects.ts'
import { factKindNamed } from '../../lib/facts.ts'
import { openMesa } from '../../lib/mesa.ts'
import { historySeenBy } from '../../lib/history/queries.ts'
import { appointFor } from './appoint.ts'
import { run } from '../child.ts'
import { cloneDatabase, prepareTemplate } from '../../testing/databases.ts'
import { useDatabase } from '../../testing/use-database.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
const mesa = openMesa(appUrl)
afterAll(async () => {
  await mesa.close()
  await database.$disconnect()
})

const today = dayIn('America/Mexico_City', new Date())
const url = 'https://mesa.example'
const whole = {
  forum: 'sin-voz',
  seat: 'comite/civil-1',
  name: 'Ana Núñez',
  email: 'ana@sin-voz.example',
  reason: 'El mandato venció y nadie más podía nombrar.',
}
let table: Awaited<ReturnType<typeof smallTable>>

/** A mandate that runs out, as it was given before the forum was opened. */
async function runsOut(one: typeof table, seat: string, untilOn: string): Promise<void> {
  const viewer = officeViewer(database, { ...one.forum, openedAt: null }, 'operator', new Date())
  const { id } = await database.mandate.findFirstOrThrow({ where: { seatId: seat } })
  done(
    await openDoor(database, effects)(endMandate, {
      viewer,
      key: randomUUID(),
      input: { mandate: id, untilOn },
    }),
  )
}

beforeAll(async () => {
  table = await smallTable(database, 'sin-voz')
  await smallTable(database, 'con-voz')
  await runsOut(table, table.civil.seat, today)
})

describe('appointing where nobody of a sector can', () => {
  it.each([
    [{ forum: undefined }, 'Say which: --forum con-voz | sin-voz'],
    [{ forum: 'nada' }, 'There is no forum "nada". There are: con-voz, sin-voz.'],
    [{ seat: undefined }, 'Say which seat: --seat BODY/SEAT. This can be done for: comite/civil-1.'],
    [{ seat: 'nada' }, 'sin-voz has no seat "nada". This can be done for: comite/civil-1.'],
    [
      { forum: 'con-voz', seat: 'nada' },
      'con-voz has no seat "nada". Each of its sectors has somebody who can appoint: there is nothing to do.',
    ],
    [{ name: ' ' }, 'Say whom: --name'],
    [{ email: undefined }, 'Say their e-mail: --email'],
    [{ reason: '' }, 'Say why: --reason "…". It stands in the history for good.'],
    [
      { seat: 'comite/oversight-1' },
      'comite/oversight-1 of sin-voz: The sector has somebody who can appoint',
    ],
    [{ seat: 'comite/asesoria' }, '--from: Somebody else is titular of this seat on those days.'],
    [{ email: 'sin-arroba' }, '--email: '],
    [
      { email: 'persona-1@sin-voz.example' },
      '--email: Whoever has that e-mail holds a seat of another sector.',
    ],
    [{ from: '2026-02-30' }, '--from: '],
    [{ from: 'mañana' }, '--from: '],
    [{ from: addDays(today, -1) }, '--from: The mandate begins today or later'],
    [{ lang: 'fr' }, '--lang: '],
    [{ name: 'x'.repeat(201) }, '--name: '],
  ])('says in a sentence what is wrong: %o', async (wrong, sentence) => {
    const size = () => database.logEntry.count()
    const before = await size()
    const failure: unknown = await appointFor(mesa, { ...whole, ...wrong }, url).catch(
      (error: unknown) => error,
    )
    expect(failure).toMatchObject({ name: 'Mistake' })
    expect(String((failure as Error).message)).toContain(sentence)
    expect(String((failure as Error).message)).not.toMatch(/errors\.|bodies\./)
    expect(await size()).toBe(before)
  })

  it('says so at the terminal, and ends with 1', async () => {
    const [nothing, unknown] = await Promise.all([
      run('scripts/operator/appoint.ts'),
      run('scripts/operator/appoint.ts', ['--sit', 'x']),
    ])
    expect([nothing.code, unknown.code]).toEqual([1, 1])
    expect(nothing.text).toContain('There is nobody to ask here. Say it all: npm run appoint -- --forum')
    expect(unknown.text).toMatch(/--sit/)
    expect(`${nothing.text}${unknown.text}`).not.toMatch(/\n\s+at /)
  }, 120_000)

  it('is an act with its reason, and a link with which the newcomer comes in and appoints; then it is the sector’s own affair', async () => {
    const said = await run(
      'scripts/operator/appoint.ts',
      Object.entries(whole).flatMap(([name, value]) => [`--${name}`, value]),
    )
    expect(said).toMatchObject({ code: 0 })
    expect(said.text).toContain('Ana Núñez <ana@sin-voz.example> holds the seat comite/civil-1.')
    const [, token = ''] = /\/es\/invitation\/([\w-]+)/.exec(said.text) ?? []
    expect(await mesa.accounts.acceptInvitation(token, 'una contraseña larga 7')).toMatchObject({
      is: 'signed-in',
    })

    const { lines, names } = await historySeenBy(publicViewer(database, table.forum, new Date()), {}, 10)
    expect(
      lines
        .slice(0, 3)
        .map(({ kind, office }) => [kind, office])
        .toSorted(),
    ).toEqual([
      ['bodies.appointed-for-sector/1', 'operator'],
      ['bodies.mandate-began/1', 'operator'],
      ['bodies.person-registered/1', 'operator'],
    ])
    expect(JSON.stringify(names)).toContain(whole.reason)
    const { id } = await database.person.findFirstOrThrow({ where: { email: whole.email } })
    const input = {
      as: table.civil.seat,
      seat: table.civil.seat,
      name: 'Suplente',
      email: 'suplente@sin-voz.example',
      capacity: 'alternate',
      fromOn: today,
    }
    done(await table.act(appoint, { viewer: await table.viewerOf(id), key: table.key(), input }))
    await expect(appointFor(mesa, { ...whole, email: 'otra@sin-voz.example' }, url)).rejects.toThrow(
      'The sector has somebody who can appoint',
    )

    const fresh = await cloneDatabase(await prepareTemplate(inject('server')))
    const into = openDatabase(fresh.appUrl, { connections: 2 })
    expect(
      await compareRows(database, into, table.forum.id, factKindNamed).finally(() => into.$disconnect()),
    ).toEqual([])
    await fresh.drop()
  }, 240_000)

  it('makes way for somebody whom the sector named for later, and gives no link to who has a password', async () => {
    const term = await smallTable(database, 'entretanto')
    await runsOut(term, term.executive.seat, addDays(today, 1))
    const named = {
      as: term.executive.seat,
      seat: term.executive.seat,
      name: 'Quien sigue',
      email: 'sigue@entretanto.example',
      capacity: 'titular',
      fromOn: addDays(today, 5),
    }
    done(
      await term.act(appoint, {
        viewer: await term.viewerOf(term.executive.person),
        key: term.key(),
        input: named,
      }),
    )
    await runsOut(term, term.executive.seat, today)
    await mesa.accounts.createUser('persona-3@entretanto.example', 'una contraseña larga 7')
    const asked = {
      ...whole,
      forum: 'entretanto',
      seat: 'executive-1',
      name: 'Otro nombre',
      email: 'Persona-3@entretanto.example',
    }
    expect(await appointFor(mesa, asked, url)).toMatchObject({
      name: 'Persona 3',
      email: 'persona-3@entretanto.example',
      link: null,
      untilOn: addDays(today, 5),
    })
  })

  it('has nothing to do in a record of the past', async () => {
    const past = await smallTable(database, 'pasado', { kind: 'record' })
    await runsOut(past, past.civil.seat, today)
    await expect(appointFor(mesa, { ...whole, forum: 'pasado' }, url)).rejects.toThrow(
      'This forum is a record of the past',
    )
  })
})
