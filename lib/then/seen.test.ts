import { afterAll, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { addDays, dayIn } from '../act/calendar.ts'
import { viewerAt } from '../act/moment.ts'
import { publicViewer } from '../act/viewer.ts'
import { proposeAmendment } from '../amendments/commands.ts'
import { openDatabase } from '../db/client.ts'
import { openMesa } from '../mesa.ts'
import { proposePlan, proposeRewording, proposeSplit } from '../plans/commands.ts'
import { takePosition } from '../proposals/commands.ts'
import { readSettings } from '../settings.ts'
import { comparisonAsData, comparisonSeenBy, differencesIn, toldOf } from './seen.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
const mesa = openMesa(appUrl, { ...readSettings(), databaseReaderUrl: '' })
afterAll(async () => {
  await mesa.close()
  await database.$disconnect()
})

const prose = (text: string) => ({ lang: 'es', text })

it('what is taken away as data says the old text and the new, where a commitment comes from and goes on, and whose a seat is', async () => {
  const table = await smallTable(database, 'comparada')
  const { db, forum } = table
  const today = dayIn(forum.timeZone, new Date())
  const adopt = async (command: object, input: object) => {
    const asked = { mode: 'written', title: prose('Se pide'), text: prose('Porque sí') }
    const { proposal } = done(
      await table.civil.as(command, { ...asked, deadlineOn: addDays(today, 30), ...input }),
    )
    const { digest } = await db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
    for (const place of [table.civil, table.oversight, table.executive])
      done(await place.as(takePosition, { proposal, digest, stance: 'agree' }))
  }
  const change = (wish: object) => adopt(proposeAmendment, { change: wish, inForceOn: today })
  const { sector } = table.oversight
  await change({ kind: 'organisation-registered', sector, name: { es: 'Instituto' } })
  const { id: institute } = await db.organisation.findFirstOrThrow({ where: { forumId: forum.id } })
  await change({
    kind: 'seat-added',
    body: table.body,
    sector,
    organisation: institute,
    name: { es: 'Comisionada' },
    function: 'member',
    voice: false,
  })
  await adopt(proposePlan, {
    slug: 'plan-2',
    nameEs: 'Segundo plan',
    lang: 'es',
    lines: '1 | Agua | Medir el agua\n2 | Luz',
  })
  const idOf = async (number: number) =>
    (
      await db.commitment.findFirstOrThrow({
        where: { forumId: forum.id, number, plan: { slug: 'plan-2' } },
      })
    ).id
  const now = publicViewer(db, forum, new Date())
  const { size } = await db.logHead.findUniqueOrThrow({ where: { forumId: forum.id } })
  const moment = { at: size - 1 }
  const then = await viewerAt(now, mesa.then(moment).db, moment)

  await adopt(proposeRewording, {
    commitment: await idOf(1),
    titleEs: 'Agua limpia',
    objectiveEs: 'Medir el agua y publicarlo',
  })
  await adopt(proposeSplit, {
    commitment: await idOf(2),
    lang: 'es',
    lines: '3 | Luz de día\n4 | Luz de noche',
  })
  await change({
    kind: 'organisation-succeeded',
    predecessors: [institute],
    registers: { name: { es: 'Transparencia' } },
  })

  const later = publicViewer(db, forum, new Date())
  const comparison = await comparisonSeenBy(later, [then, later], 'plan-2')
  if (!comparison) throw new Error('there is such a plan')
  const data = comparisonAsData(comparison, later, (index) => `acto-${index}`)
  const told = (number: number) =>
    Object.fromEntries(
      (data.commitments.find((one) => one.number === number)?.differences ?? []).map((one) => [
        one.field,
        [one.then, one.now],
      ]),
    )
  const names = (...all: string[]) => ({ names: all.map((es) => ({ es })) })
  expect(told(1)).toMatchObject({
    title: [names('Agua'), names('Agua limpia')],
    objective: [names('Medir el agua'), names('Medir el agua y publicarlo')],
  })
  expect(told(2)).toMatchObject({
    goesOnIn: [null, names('3. Luz de día', '4. Luz de noche')],
  })
  expect(told(3)).toMatchObject({ comesFrom: [null, names('2. Luz')] })

  const bodies = { is: 'bodies' as const }
  expect(differencesIn(await toldOf(then, bodies), await toldOf(later, bodies))).toEqual([
    {
      field: 'organisation',
      of: expect.objectContaining({ name: { es: 'Comisionada' } }) as object,
      then: names('Instituto'),
      now: names('Transparencia'),
    },
  ])
})
