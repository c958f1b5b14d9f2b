import { afterAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { publicViewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { resumeParticipation, suspendParticipation } from '../proposals/commands.ts'
import {
  acceptCondition,
  answerSuspension,
  dropCondition,
  nameReturnConditions,
  sayConditionMet,
} from './commands.ts'
import { pausesSeenBy } from './seen.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es', text })
const refused = (key: string) => ({ is: 'refused', refusal: { refused: `proposals.${key}` } })

let count = 0
async function paused(conditions: string[] = ['Publicar el padrón']) {
  const table = await smallTable(database, `pausas-${(count += 1)}`)
  const { suspension } = done(
    await table.civil.as(suspendParticipation, {
      scope: 'forum',
      reason: prose('Falta confianza'),
      ...(conditions.length > 0 && { conditions: conditions.map(prose) }),
    }),
  )
  const pause = async () => {
    const seen = await pausesSeenBy(publicViewer(table.db, table.forum, new Date()), [
      String(suspension),
    ])
    return seen[String(suspension)]
  }
  return { table, suspension: String(suspension), pause }
}

describe('a suspension', () => {
  it('is answered by the other sectors beside it, and by nobody else', async () => {
    const { table, suspension, pause } = await paused([])
    const answered = (place: { as: typeof table.civil.as }, text = 'Lo lamentamos.') =>
      place.as(answerSuspension, { suspension, text: prose(text) })
    done(await answered(table.oversight))
    done(await answered(table.executive, 'Proponemos una mesa.'))
    expect(await answered(table.civil)).toMatchObject(refused('otherSectorsAnswer'))
    for (const place of [table.secretary, table.adviser, table.observer])
      expect(await answered(place)).toMatchObject(refused('noVoice'))
    expect(await answered(table.oversight, ' ')).toMatchObject({ is: 'invalid' })
    expect(await pause()).toMatchObject({
      answers: [
        { sector: { slug: 'oversight' }, text: prose('Lo lamentamos.') },
        { sector: { slug: 'executive' }, text: prose('Proponemos una mesa.') },
      ],
      conditions: [],
    })
    done(await table.civil.as(resumeParticipation, { suspension }))
    expect(await answered(table.oversight)).toMatchObject(refused('alreadyResumed'))
  })

  it('names what it asks for, when it is declared or later, and no other sector does', async () => {
    const { table, suspension, pause } = await paused()
    const named = (place: { as: typeof table.civil.as }, ...texts: string[]) =>
      place.as(nameReturnConditions, { suspension, conditions: texts.map(prose) })
    done(await named(table.civil, 'Fijar un calendario', 'Responder por escrito'))
    expect((await pause())?.conditions.map((one) => [one.number, one.text.text])).toEqual([
      [1, 'Publicar el padrón'],
      [2, 'Fijar un calendario'],
      [3, 'Responder por escrito'],
    ])
    expect(await named(table.oversight, 'Otra')).toMatchObject(refused('ownSectorOnly'))
    expect(await named(table.civil)).toMatchObject({ is: 'invalid' })
    expect(await named(table.civil, ...Array.from({ length: 8 }, () => 'Más'))).toMatchObject({
      is: 'invalid',
      problems: [{ key: 'proposals.tooManyConditions' }],
    })
  })

  it('has conditions that others say are met, and that its sector alone accepts', async () => {
    const { table, suspension, pause } = await paused(['Uno', 'Dos'])
    const [one, two] = (await pause())?.conditions ?? []
    const met = (place: { as: typeof table.civil.as }, address?: string) =>
      place.as(sayConditionMet, { condition: one?.id, text: prose('Está publicado.'), address })
    expect(await met(table.civil)).toMatchObject(refused('otherSectorsAnswer'))
    expect(await met(table.executive, 'no es una liga')).toMatchObject({ is: 'invalid' })
    done(await met(table.executive, 'https://ejemplo.mx/padron'))
    expect(await table.executive.as(acceptCondition, { condition: one?.id })).toMatchObject(
      refused('ownSectorOnly'),
    )
    // Its own word is needed, whatever others say: it may also accept what nobody claimed.
    done(await table.civil.as(acceptCondition, { condition: one?.id, note: prose('Lo vimos.') }))
    expect(await met(table.oversight)).toMatchObject(refused('conditionAccepted'))
    expect(await table.civil.as(acceptCondition, { condition: one?.id })).toMatchObject(
      refused('conditionAccepted'),
    )
    expect(await table.oversight.as(dropCondition, { condition: two?.id })).toMatchObject(
      refused('ownSectorOnly'),
    )
    done(await table.civil.as(dropCondition, { condition: two?.id }))
    expect(await table.civil.as(acceptCondition, { condition: two?.id })).toMatchObject(
      refused('conditionDropped'),
    )
    expect(await pause()).toMatchObject({
      conditions: [
        {
          words: [
            {
              sector: { slug: 'executive' },
              text: prose('Está publicado.'),
              address: 'https://ejemplo.mx/padron',
            },
          ],
          accepted: { note: prose('Lo vimos.') },
          dropped: null,
        },
        { words: [], accepted: null, dropped: { note: null } },
      ],
    })
    done(await table.civil.as(resumeParticipation, { suspension }))
  })

  it('ends when its sector says so, also with conditions that nobody met', async () => {
    const { table, suspension, pause } = await paused()
    done(await table.civil.as(resumeParticipation, { suspension }))
    const [one] = (await pause())?.conditions ?? []
    expect(one).toMatchObject({ accepted: null, dropped: null })
    expect(await table.civil.as(acceptCondition, { condition: one?.id })).toMatchObject(
      refused('alreadyResumed'),
    )
  })
})
