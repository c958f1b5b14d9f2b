import { readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { openDoor } from '@/lib/act/act.ts'
import type { Act, Outcome } from '@/lib/act/act.ts'
import { command } from '@/lib/act/command.ts'
import type { Command } from '@/lib/act/command.ts'
import { Prose, SeatId } from '@/lib/act/fields.ts'
import { longest } from '@/lib/act/lengths.ts'
import { ok, refuse } from '@/lib/act/refusal.ts'
import { openDatabase } from '@/lib/db/client.ts'
import type { Writer } from '@/lib/db/client.ts'
import { effects } from '@/lib/effects.ts'
import { factKind } from '@/lib/log/fact.ts'
import { smallTable } from '@/prisma/small-table.ts'
import { guarded } from '@/components/form/action-form'
import { useDatabase } from '@/testing/use-database.ts'
import { attempt, before } from './failure'

// Each way in which a form can break, and what is said to it. Only where nobody can know whether it was saved, that is said.

// eslint-disable-next-line react-hooks/rules-of-hooks -- a database of one's own, and no hook
const { appUrl, ownerUrl } = await useDatabase()
const database = openDatabase(appUrl)
const owner = new pg.Client({ connectionString: ownerUrl })
let table: Awaited<ReturnType<typeof smallTable>>

beforeAll(async () => {
  table = await smallTable(database, 'fallas')
  await owner.connect()
  // A table that is asked at the COMMIT, as the guard of recorded tables is.
  await owner.query('CREATE TABLE asked_late (word text UNIQUE DEFERRABLE INITIALLY DEFERRED)')
  await owner.query(`GRANT INSERT, SELECT ON asked_late TO "${new URL(appUrl).username}"`)
})
afterAll(async () => {
  await owner.end()
  await database.$disconnect()
})

/** A fact of this test alone: what its `apply` does is the test's affair. */
const happened = (apply: (tx: Writer) => Promise<unknown> = async () => undefined) =>
  factKind('test.happened/1', {
    notices: [],
    fields: z.strictObject({ reason: Prose, number: z.string().max(5, 'errors.tooLong') }),
    sealed: { reason: 'open' },
    about: () => ({}),
    apply,
  })
type Given = Partial<Pick<Command<typeof Sent, object>, 'standing' | 'check'>> & {
  number?: string
  apply?: (tx: Writer) => Promise<unknown>
  decide?: () => never
}
const Sent = z.strictObject({
  as: SeatId,
  reason: z.strictObject({ lang: z.enum(['es', 'en']), text: z.string().max(30_000, 'errors.tooLong') }),
})
const acting = ({ number = '1', apply, decide, ...given }: Given = {}) =>
  command({
    name: 'test.act',
    input: Sent,
    subject: async () => ({}),
    gravity: 'routine',
    standing: () => ok,
    ...given,
    decide: ({ input }) => decide?.() ?? [happened(apply)({ reason: input.reason, number })],
  })

const size = async () =>
  (await database.logHead.findUniqueOrThrow({ where: { forumId: table.forum.id } })).size
async function sent(
  one: Command<typeof Sent, object>,
  {
    text = 'Motivo',
    act = table.act,
    key = table.key(),
  }: { text?: string; act?: Act; key?: string } = {},
) {
  const viewer = await table.viewerOf(table.civil.person)
  return attempt<Outcome>(() =>
    act(one, { viewer, key, input: { as: table.civil.seat, reason: { lang: 'es', text } } }),
  )
}
const sentence = (locale: string, key: string) => {
  const { errors } = JSON.parse(
    readFileSync(join(import.meta.dirname, `../../messages/${locale}.json`), 'utf8'),
  ) as { errors: Record<string, string> }
  return errors[key.replace('errors.', '')] ?? ''
}

const killed = async (tx: Writer) => {
  const [backend] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
  await owner.query('SELECT pg_terminate_backend($1)', [backend?.pid])
  await tx.$queryRaw`SELECT 1`
}
const twice = async (tx: Writer) => {
  for (const _ of [1, 2]) await tx.$executeRawUnsafe(`INSERT INTO asked_late VALUES ('x')`)
}
const notSaved = { is: 'failed', key: 'errors.notSaved' }

describe('nothing is saved, and the form says so', () => {
  it.each<[string, Given, string, object]>([
    [
      'what was sent does not fit',
      {},
      'x'.repeat(30_001),
      { is: 'invalid', problems: [{ path: 'reason.text', key: 'errors.tooLong' }] },
    ],
    [
      'it is refused',
      { standing: () => refuse('act.noSeat') },
      'x',
      { is: 'refused', refusal: { refused: 'act.noSeat' } },
    ],
    [
      'a field fits its command and not its fact',
      {},
      'x'.repeat(longest.prose + 1),
      {
        is: 'invalid',
        problems: [
          {
            path: 'reason.text',
            key: 'errors.tooLong',
            params: { max: longest.prose, is: longest.prose + 1 },
          },
        ],
      },
    ],
    [
      'something decided does not fit its fact',
      { number: 'too long' },
      'x',
      {
        is: 'refused',
        refusal: { refused: 'errors.factUnfit', params: { fact: 'test.happened/1', field: 'number' } },
      },
    ],
    [
      'deciding breaks',
      {
        decide: () => {
          throw new TypeError('a mistake in decide')
        },
      },
      'x',
      notSaved,
    ],
    [
      'applying breaks',
      {
        apply: async () => {
          throw new TypeError('a mistake in apply')
        },
      },
      'x',
      notSaved,
    ],
    ['applying breaks on a schema', { apply: async () => z.string().parse(1) }, 'x', notSaved],
    [
      'the database refuses a statement',
      { apply: async (tx) => tx.$executeRawUnsafe('SELECT nonsense') },
      'x',
      notSaved,
    ],
    [
      'two transactions cannot both be',
      { apply: async (tx) => tx.$executeRawUnsafe(`DO $$ BEGIN RAISE serialization_failure; END $$`) },
      'x',
      notSaved,
    ],
    ['the database goes away before the COMMIT', { apply: killed }, 'x', notSaved],
    ['the database refuses the COMMIT', { apply: twice }, 'x', notSaved],
  ])('%s', async (_name, given, text, answer) => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const size1 = await size()
    expect(await sent(acting(given), { text })).toMatchObject(answer)
    expect(await size()).toBe(size1)
    // Whoever operates this reads of every mistake, and of no refusal.
    const ofThePerson = ['what was sent does not fit', 'it is refused'].includes(_name)
    expect(told.mock.calls.length).toBe(ofThePerson ? 0 : 1)
    told.mockRestore()
  })

  it('what comes before the act breaks', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const unreachable = openDatabase('postgresql://nobody@127.0.0.1:1/none')
    expect(await attempt(() => before(unreachable.forum.count()))).toEqual(notSaved)
    const act = openDoor(unreachable, effects)
    expect(await sent(acting(), { act })).toEqual(notSaved)
    told.mockRestore()
  })

  it('is done where nothing breaks, by the same command', async () => {
    expect(await sent(acting())).toMatchObject({ is: 'done' })
  })
})

/** Passes everything on, and hangs up once the COMMIT has gone through. */
async function cutAtCommit() {
  const { hostname, port } = new URL(appUrl)
  const server = createServer((here) => {
    const there = connect({ host: hostname, port: Number(port) })
    let committing = false
    here.on('data', (bytes) => {
      committing ||= bytes.includes('COMMIT')
      there.write(bytes)
    })
    there.on('data', (bytes) => {
      if (committing) here.destroy()
      else here.write(bytes)
    })
    for (const [one, other] of [
      [here, there],
      [there, here],
    ] as const)
      one.on('close', () => other.destroy()).on('error', () => other.destroy())
  })
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening)
  })
  const url = new URL(appUrl)
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { act: openDoor(openDatabase(url.href), effects), stop: () => server.close() }
}

describe('nobody knows whether it was saved', () => {
  it('the answer to the COMMIT never came: the form says so, and sent again it is done once', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const cut = await cutAtCommit()
    const [size1, key] = [await size(), table.key()]
    expect(await sent(acting(), { act: cut.act, key })).toEqual({
      is: 'failed',
      key: 'errors.unknownOutcome',
    })
    expect(await size()).toBe(size1 + 1)
    expect(await sent(acting(), { key })).toMatchObject({ is: 'done', again: true })
    expect(await size()).toBe(size1 + 1)
    cut.stop()
    told.mockRestore()
  })

  it('only there: no other sentence says that it is not known', () => {
    expect(sentence('es', 'errors.unknownOutcome')).toMatch(/no sabemos si se guardó/)
    expect(sentence('en', 'errors.unknownOutcome')).toMatch(/don’t know whether it was saved/)
    for (const key of [
      'errors.notSaved',
      'errors.factUnfit',
      'errors.formTooLarge',
      'errors.actTooLarge',
    ]) {
      expect(sentence('es', key)).not.toMatch(/no sabemos/)
      expect(sentence('en', key)).not.toMatch(/don’t know/)
    }
  })
})

describe('the browser’s end', () => {
  const words = { unreachable: 'no connection', tooLarge: 'too large' }
  const state = { ok: true, key: 'k', errors: {}, values: {} }
  const form = (text: string) => {
    const data = new FormData()
    data.set('text', text)
    data.set('password', 'secret')
    return data
  }

  it('says that the network is gone, with what was typed', async () => {
    const gone = guarded(async () => {
      throw new TypeError('Failed to fetch')
    }, words)
    expect(await gone(state, form('typed'))).toEqual({
      ok: false,
      key: 'k',
      message: 'no connection',
      errors: {},
      values: { text: 'typed' },
    })
  })
  it('does not send what would be turned away, and keeps it', async () => {
    const action = vi.fn()
    const text = 'ñ'.repeat(4_300_000)
    expect(await guarded(action, words)(state, form(text))).toMatchObject({
      ok: false,
      message: 'too large',
      values: { text },
    })
    // What was answered before goes along.
    const half = 'ñ'.repeat(2_200_000)
    expect(await guarded(action, words)({ ...state, values: { text: half } }, form(half))).toMatchObject(
      { message: 'too large' },
    )
    expect(action).not.toHaveBeenCalled()
  })
  it('lets Next lead to another page', async () => {
    const elsewhere = Object.assign(new Error('NEXT_REDIRECT'), {
      digest: 'NEXT_REDIRECT;push;/es;307;',
    })
    await expect(
      guarded(async () => {
        throw elsewhere
      }, words)(state, form('x')),
    ).rejects.toBe(elsewhere)
    await expect(
      attempt(async () => {
        throw elsewhere
      }),
    ).rejects.toBe(elsewhere)
    await expect(attempt(() => before(Promise.reject(elsewhere)))).rejects.toBe(elsewhere)
  })
})
