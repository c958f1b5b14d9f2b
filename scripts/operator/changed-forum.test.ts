import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, inject, it } from 'vitest'
import { dayIn } from '../../lib/act/calendar.ts'
import { compareTables, Differences } from '../../lib/act/verify.ts'
import { proposeAmendment } from '../../lib/amendments/commands.ts'
import { archiveTo } from '../../lib/archive/files.ts'
import { openDatabase } from '../../lib/db/client.ts'
import { publishCheckpoint } from '../../lib/log/publish.ts'
import { openMesa } from '../../lib/mesa.ts'
import { proposeMerger, proposePlan, proposeRewording, proposeSplit } from '../../lib/plans/commands.ts'
import { takePosition } from '../../lib/proposals/commands.ts'
import { answerRecord, takeOver } from '../../lib/records/commands.ts'
import { readSettings } from '../../lib/settings.ts'
import { done, smallTable } from '../../prisma/small-table.ts'
import { emptyDatabase } from '../../testing/databases.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { applyMigrations } from '../migrate.ts'
import { restoreInto } from './restore.ts'

const { appUrl, keysDir } = await useDatabase()
const folder = mkdtempSync(join(tmpdir(), 'mesa-changed-'))
const database = openDatabase(appUrl)
afterAll(async () => {
  await database.$disconnect()
  rmSync(folder, { recursive: true })
})

const prose = (text: string) => ({ lang: 'es', text })

/** A forum whose rules, organisations, plans and commitments are what its own decisions made of them. */
async function changedForum() {
  const table = await smallTable(database, 'cambiada')
  const sectors = [table.civil, table.oversight, table.executive]
  const today = dayIn(table.forum.timeZone, new Date())
  const adopt = async (command: object, input: object) => {
    const asked = { mode: 'written', title: prose('Se pide'), text: prose('Porque sí') }
    const { proposal } = done(
      await table.civil.as(command, { ...asked, deadlineOn: '2030-01-15', ...input }),
    )
    const { digest } = await database.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
    for (const place of sectors)
      done(await place.as(takePosition, { proposal, digest, stance: 'agree' }))
  }
  const change = (wish: object) => adopt(proposeAmendment, { change: wish, inForceOn: today })
  const idOf = async (number: number) =>
    (
      await database.commitment.findFirstOrThrow({
        where: { forumId: table.forum.id, number, plan: { slug: 'plan-2' } },
      })
    ).id
  const { sector } = table.oversight
  await change({ kind: 'organisation-registered', sector, name: { es: 'Instituto' }, shortName: 'INAI' })
  await adopt(proposePlan, {
    slug: 'plan-2',
    nameEs: 'Segundo plan',
    lang: 'es',
    lines: '1 | Agua | | INAI\n2 | Luz\n3 | Gasto | | INAI',
  })
  const old = await database.organisation.findFirstOrThrow({ where: { forumId: table.forum.id } })
  await adopt(proposeRewording, { commitment: await idOf(1), titleEs: 'Agua limpia', leads: [old.id] })
  await adopt(proposeSplit, { commitment: await idOf(2), lang: 'es', lines: 'Luz de día\nLuz de noche' })
  const { planId } = await database.commitment.findUniqueOrThrow({ where: { id: await idOf(1) } })
  const commitments = [await idOf(4), await idOf(5)]
  await adopt(proposeMerger, { plan: planId, commitments, number: 6, titleEs: 'Toda la luz' })
  await change({
    kind: 'organisation-succeeded',
    predecessors: [old.id],
    registers: { name: { es: 'Transparencia' } },
  })
  await change({ kind: 'rules', rules: { witnessDays: 14 } })
  const { record } = done(
    await table.secretary.as(takeOver, {
      body: table.body,
      of: 'decision',
      title: prose('De antes'),
      text: prose('Se acordó'),
      happenedOn: '2019',
      source: 'Archivo',
    }),
  )
  done(await table.civil.as(answerRecord, { record, says: 'confirms' }))
  return table.forum
}

it('a forum that its own decisions changed is restored from its archive, row by row', async () => {
  const forum = await changedForum()
  const mesa = openMesa(appUrl, readSettings())
  const empty = await emptyDatabase(inject('server'))
  await publishCheckpoint(mesa.log, forum.id, keysDir)
  const source = await mesa.archiveSource(forum.slug, keysDir)
  if (!source) throw new Error('the forum was just made')
  const { path } = await archiveTo(source, { to: join(folder, 'whole.tar') })
  await applyMigrations(empty.ownerUrl)
  await restoreInto(empty.ownerUrl, {
    archives: [path],
    files: { directory: join(folder, 'files') },
    keysDir: join(folder, 'keys'),
  })
  const restored = openDatabase(empty.ownerUrl, { connections: 2 })
  try {
    const differences = new Differences()
    await compareTables(database, restored, forum.id, differences)
    expect(differences.told).toEqual([])
    const heir = await restored.organisation.findFirstOrThrow({ where: { endedOn: null } })
    expect(await restored.participant.count({ where: { endedOn: null, organisationId: heir.id } })).toBe(
      2,
    )
    expect(await restored.commitment.count({ where: { status: 'replaced' } })).toBe(3)
  } finally {
    await restored.$disconnect()
    await mesa.close()
    await empty.drop()
  }
})
