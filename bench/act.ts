// An act alone, and fifty at once, against a bare insert-and-commit under the same lock; and three last positions in the same instant.
import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { done, smallTable } from '../prisma/small-table.ts'
import { proposeStatus } from '../lib/commitments/commands.ts'
import { openDatabase } from '../lib/db/client.ts'
import { takePosition, withdrawProposal } from '../lib/proposals/commands.ts'
import { median } from './figures.ts'
import type { Figure } from './figures.ts'

const prose = (text: string) => ({ lang: 'es', text })
const request = {
  mode: 'written',
  to: 'inactive',
  title: prose('Pausa'),
  text: prose('Texto de la propuesta'),
  reasonClass: 'law',
  tried: prose('Todo'),
  conditions: prose('Si cambia la ley'),
  reviewOn: '2030-01-01',
  deadlineOn: '2029-01-01',
}
const stances = [
  { stance: 'agree' },
  { stance: 'agree-with-reservation', reason: prose('Con una reserva') },
]

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

export async function benchActs({
  appUrl,
  ownerUrl,
  rounds,
}: {
  appUrl: string
  ownerUrl: string
  rounds: number
}): Promise<Figure[]> {
  const database = openDatabase(appUrl)
  const floor = postgres(ownerUrl, { max: 50, onnotice: () => undefined })
  await floor`CREATE TABLE IF NOT EXISTS bench_floor (id uuid PRIMARY KEY, body bytea NOT NULL)`
  const bare = () =>
    floor.begin(async (sql) => {
      await sql`SELECT pg_advisory_xact_lock(42)`
      await sql`INSERT INTO bench_floor VALUES (${randomUUID()}, ${Buffer.alloc(400)})`
    })
  try {
    const table = await smallTable(database, `bench-${Date.now()}`)
    let proposal = ''
    let digest = ''
    /** Nobody changes their mind four hundred times: another proposal after every few positions. */
    const another = async () => {
      if (proposal) done(await table.civil.as(withdrawProposal, { proposal, reason: prose('Otra') }))
      proposal = String(
        done(await table.civil.as(proposeStatus, { commitment: table.commitment, ...request })).proposal,
      )
      digest = (await table.db.proposal.findUniqueOrThrow({ where: { id: proposal } })).digest
    }
    await another()
    const viewer = await table.viewerOf(table.civil.person)
    let turn = 0
    const position = () =>
      table.act(takePosition, {
        viewer,
        key: randomUUID(),
        input: { as: table.civil.seat, proposal, digest, ...stances[turn++ % 2] },
      })
    for (let warm = 0; warm < 30; warm += 1) await Promise.all([bare(), position()])
    const [alone, floorAlone]: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round += 1) {
      if (round % 6 === 0) await another()
      floorAlone.push(await timed(bare))
      alone.push(await timed(position))
    }
    await another()
    const before = await table.db.position.count({ where: { proposalId: proposal } })
    const atOnce = await timed(() => Promise.all(Array.from({ length: 50 }, position)))
    const floorAtOnce = await timed(() => Promise.all(Array.from({ length: 50 }, bare)))
    const after = await table.db.position.count({ where: { proposalId: proposal } })
    if (after - before !== 50) throw new Error(`of 50 acts at once ${after - before} were recorded`)

    return [
      {
        name: 'An act, alone (take a position)',
        ours: median(alone),
        floor: median(floorAlone),
        unit: 'ms',
        better: 'lower',
        target: 4,
      },
      {
        name: 'Fifty acts at once on one forum, none lost, none doubled',
        ours: atOnce,
        floor: floorAtOnce,
        unit: 'ms',
        better: 'lower',
      },
    ]
  } finally {
    await floor`DROP TABLE IF EXISTS bench_floor`
    await floor.end()
    await database.$disconnect()
  }
}

/** Rounds in which the last three positions arrive in the same instant: how many were adopted once, and only once. */
export async function benchLastPositions({
  appUrl,
  rounds,
}: {
  appUrl: string
  rounds: number
}): Promise<{ rounds: number; once: number; ms: number }> {
  const database = openDatabase(appUrl)
  try {
    const table = await smallTable(database, `rounds-${Date.now()}`)
    let once = 0
    const ms = await timed(async () => {
      for (let round = 0; round < rounds; round += 1) {
        const { proposal } = done(
          await table.civil.as(proposeStatus, {
            commitment: table.commitment,
            ...request,
            to: round % 2 ? 'in-force' : 'inactive',
          }),
        )
        const { digest } = await table.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
        await Promise.all(
          [table.civil, table.oversight, table.executive].map((place) =>
            place.as(takePosition, { proposal, digest, stance: 'agree' }),
          ),
        )
        const changes = await table.db.statusChange.count({
          where: { commitmentId: table.commitment, takenOver: false },
        })
        if (changes === round + 1) once += 1
      }
    })
    return { rounds, once, ms }
  } finally {
    await database.$disconnect()
  }
}
