import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GREATEST_AGE_MS, heardVersions } from './freshness.ts'

const during = fc.array(fc.record({ gap: fc.integer({ min: 0, max: 900 }), forget: fc.boolean() }), {
  minLength: 3,
  maxLength: 30,
  size: 'max',
})

test('a version may be shown until so long after the first that is newer, and never after that', () => {
  fc.assert(
    fc.property(during, fc.nat(4_000), fc.nat(40), (acts, later, version) => {
      const heard = heardVersions()
      const times: { version: number; at: number }[] = []
      let now = 0
      let forgotten = 0
      for (const [place, { gap, forget }] of acts.entries()) {
        now += gap
        heard.heard('uno', place + 1, now)
        times.push({ version: place + 1, at: now })
        if (forget && place % 7 === 6) {
          heard.forget()
          forgotten = place + 1
        }
      }
      now += later
      const next = times.find((time) => time.version > version)
      const standing = heard.standing('uno', version, now)
      if (!next) expect(standing).toEqual({ is: 'fresh' })
      else if (version < forgotten || now - next.at >= GREATEST_AGE_MS)
        expect(standing).toEqual({ is: 'over' })
      // Acts that come close together count with the first of them: a little sooner, and never later.
      else if (standing.is === 'stale')
        expect(next.at + GREATEST_AGE_MS - standing.until).toSatisfy(
          (sooner: number) => sooner >= 0 && sooner < 10,
        )
      else expect([standing.is, now - next.at > GREATEST_AGE_MS - 10]).toEqual(['over', true])
    }),
    { numRuns: 1_000 },
  )
})

test('rooms know nothing of each other, and nothing is stale of which nothing was heard', () => {
  const heard = heardVersions()
  heard.heard('uno', 5, 0)
  expect([heard.standing('uno', 4, 1), heard.standing('dos', 0, 1)]).toEqual([
    { is: 'stale', until: GREATEST_AGE_MS },
    { is: 'fresh' },
  ])
  heard.heard('uno', 4, 1)
  expect(heard.standing('uno', 5, 1)).toEqual({ is: 'fresh' })
})
