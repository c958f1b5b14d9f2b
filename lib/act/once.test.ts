import { describe, expect, test } from 'vitest'
import type { Reader } from '../db/client.ts'
import { readOnce } from './once.ts'

/** A handle that counts what it is asked, and answers with something new each time. */
function counting() {
  const asked: string[] = []
  let fails = false
  const answer = (question: string) => {
    asked.push(question)
    if (fails) return Promise.reject(new Error('no connection'))
    return Promise.resolve([{ number: asked.length, at: new Date(0), parts: ['b', 'a'] }])
  }
  const reader = {
    seat: { findMany: (args: unknown) => answer(`seat ${JSON.stringify(args)}`) },
    plan: { findMany: (args: unknown) => answer(`plan ${JSON.stringify(args)}`) },
    $queryRaw: (parts: TemplateStringsArray, ...values: unknown[]) =>
      answer(`${parts.join('?')} ${values.map(String).join()}`),
  }
  return {
    asked,
    once: readOnce(reader as unknown as Reader),
    failing(now: boolean) {
      fails = now
    },
  }
}

describe('a handle that asks each question once', () => {
  test('the same question has the same answer, one after the other and at the same time', async () => {
    const { once, asked } = counting()
    const where = { where: { id: 'a', at: new Date(5) } }
    const answers = await Promise.all([once.seat.findMany(where), once.seat.findMany({ ...where })])
    expect(answers[0]).toBe(answers[1])
    expect(await once.seat.findMany(where)).toBe(answers[0])
    expect(asked).toHaveLength(1)
  })

  test.each<
    [string, (reader: Reader) => PromiseLike<unknown>, (reader: Reader) => PromiseLike<unknown>]
  >([
    ['another table', (r) => r.seat.findMany({}), (r) => r.plan.findMany({})],
    ['another value', (r) => r.seat.findMany({ take: 1 }), (r) => r.seat.findMany({ take: 2 })],
    ['another day', (r) => r.$queryRaw`a ${new Date(1)}`, (r) => r.$queryRaw`a ${new Date(2)}`],
    ['another number', (r) => r.$queryRaw`a ${1n}`, (r) => r.$queryRaw`a ${2n}`],
    ['another text of a statement', (r) => r.$queryRaw`a ${1}`, (r) => r.$queryRaw`b ${1}`],
    ['nothing and an empty word', (r) => r.$queryRaw`a ${null}`, (r) => r.$queryRaw`a ${''}`],
    ['null and undefined', (r) => r.$queryRaw`a ${null}`, (r) => r.$queryRaw`a ${undefined}`],
  ])('%s is another question', async (_what, first, second) => {
    const { once, asked } = counting()
    await first(once)
    await second(once)
    expect(asked).toHaveLength(2)
  })

  test('an answer is everybody’s: nobody changes it', async () => {
    const { once } = counting()
    const rows = (await once.seat.findMany({})) as unknown as { number: number; parts: string[] }[]
    expect(() => rows.pop()).toThrow(TypeError)
    expect(() => Object.assign(rows[0] ?? {}, { number: 9 })).toThrow(TypeError)
    expect(() => rows[0]?.parts.splice(0, 1)).toThrow(TypeError)
  })

  test('what failed is asked again', async () => {
    const { once, failing, asked } = counting()
    failing(true)
    await expect(once.seat.findMany({})).rejects.toThrow('no connection')
    failing(false)
    expect(await once.seat.findMany({})).toHaveLength(1)
    expect(asked).toHaveLength(2)
  })

  test('past so many answers nothing more is kept', async () => {
    const { once, asked } = counting()
    for (let round = 0; round < 2; round += 1)
      for (let take = 0; take < 2_001; take += 1) await once.seat.findMany({ take })
    expect(asked).toHaveLength(2_002)
  })
})
