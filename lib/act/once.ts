import type { Reader } from '../db/client.ts'

/** So many answers are kept; what is asked after them is asked each time. */
const MOST_ANSWERS = 2_000

/**
 * The same handle, which asks each question once: whoever asks it again is given the answer that was given.
 * For readers who may all be told the same thing, as long as that holds (the pages of one version of a
 * forum). An answer is everybody's, and nobody changes it: it is frozen.
 */
export function readOnce(reader: Reader): Reader {
  const answers = new Map<string, Promise<unknown>>()

  function once(question: string, ask: () => PromiseLike<unknown>): Promise<unknown> {
    const known = answers.get(question)
    if (known) return known
    const answer = Promise.resolve(ask()).then(frozen)
    if (answers.size < MOST_ANSWERS) {
      answers.set(question, answer)
      answer.catch(() => answers.delete(question))
    }
    return answer
  }

  const wrapped = (model: string, methods: object) =>
    new Proxy(methods, {
      get(target, method) {
        const asked: unknown = Reflect.get(target, method)
        if (typeof asked !== 'function') return asked
        return (...given: unknown[]) =>
          once(questionOf([model, String(method), given]), () => Reflect.apply(asked, target, given))
      },
    })

  const wayTo = (target: typeof reader, name: string | symbol): unknown => {
    const asked: unknown = Reflect.get(target, name)
    if (name === '$queryRaw')
      return (...given: unknown[]) =>
        once(questionOf([name, given]), () =>
          Reflect.apply(asked as typeof target.$queryRaw, target, given),
        )
    return typeof asked === 'object' && asked !== null ? wrapped(String(name), asked) : asked
  }

  const models = new Map<PropertyKey, unknown>()
  return new Proxy(reader, {
    get(target, name) {
      const made = models.get(name)
      if (made !== undefined) return made
      const answer = wayTo(target, name)
      models.set(name, answer)
      return answer
    },
  })
}

/** Two questions are one when they are spelled alike; what JSON does not spell is spelled here. */
function questionOf(asked: unknown[]): string {
  return JSON.stringify(asked, (_name, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`
    if (value === undefined) return { undefined: true }
    return value
  })
}

function frozen<T>(value: T): T {
  // The letters of a Buffer cannot be frozen, and a Date only seems to be.
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  for (const part of Object.values(value)) frozen(part)
  return Object.freeze(value)
}
