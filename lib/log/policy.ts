import { openCheckpoint } from './checkpoint.ts'
import type { Checkpoint } from './checkpoint.ts'
import { Malformed } from './encoding.ts'
import { formatKey, parseKey } from './note.ts'
import type { Key } from './note.ts'

/** Whose signatures under a checkpoint somebody asks for (C2SP tlog-policy). */
export type Policy = { logs: Key[]; quorum: Quorum | null }

/** A witness, or so many of these. */
export type Quorum = Key | { threshold: number; members: Quorum[] }

const KEYWORDS = ['all', 'any', 'none']

/** One statement to a line. What is named stands above, and is used once: who counts twice would outvote the others. */
export function parsePolicy(text: string): Policy {
  if (/[\u0000-\u0008\u000b-\u001f]/.test(text)) throw new Malformed('a policy with control characters')
  const policy: Policy = { logs: [], quorum: null }
  const named = new Map<string, Quorum>()
  const keys = new Set<string>()
  const used = new Set<string>()
  let quorums = 0

  const keyIn = (vkey: string): Key => {
    const key = parseKey(vkey)
    const bytes = key.publicKey.join()
    if (keys.has(bytes)) throw new Malformed(`the key of ${key.name} stands there twice`)
    keys.add(bytes)
    return key
  }
  const give = (name: string, meaning: Quorum): void => {
    if (named.has(name) || KEYWORDS.includes(name)) throw new Malformed(`the name ${name} is taken`)
    named.set(name, meaning)
  }
  const use = (name: string): Quorum => {
    const meaning = named.get(name)
    if (!meaning || used.has(name)) throw new Malformed(`${name} is not named above, or is used twice`)
    used.add(name)
    return meaning
  }

  for (const line of text.split('\n')) {
    const [statement = '', ...words] = line.split(/[ \t]+/).filter(Boolean)
    const [first = '', second = '', ...rest] = words
    if (statement === '' || statement.startsWith('#')) continue
    if (statement === 'log' && words.length >= 1 && words.length <= 2) policy.logs.push(keyIn(first))
    else if (statement === 'witness' && words.length >= 2 && words.length <= 3)
      give(first, keyIn(second))
    else if (statement === 'group' && rest.length > 0)
      give(first, { threshold: thresholdIn(second, rest.length), members: rest.map(use) })
    else if (statement === 'quorum' && words.length === 1) {
      quorums += 1
      policy.quorum = first === 'none' ? null : use(first)
    } else throw new Malformed(`not a line of a policy: ${line.slice(0, 80)}`)
  }
  if (quorums !== 1) throw new Malformed('a policy has one quorum')
  return policy
}

function thresholdIn(word: string, members: number): number {
  const threshold = countIn(word, members)
  if (threshold < 1 || threshold > members) throw new Malformed(`${word} of ${members}`)
  return threshold
}

function countIn(word: string, members: number): number {
  if (word === 'all') return members
  if (word === 'any') return 1
  return Number(/^[1-9][0-9]{0,2}$/.exec(word)?.[0] ?? 0)
}

/** Whether those who signed are enough. A policy that asks for nobody is satisfied by nobody's signature. */
export function isSatisfied(quorum: Quorum | null, signed: Key[]): boolean {
  if (!quorum) return true
  if ('publicKey' in quorum) return signed.includes(quorum)
  return quorum.members.filter((member) => isSatisfied(member, signed)).length >= quorum.threshold
}

/**
 * A checkpoint that satisfies the policy, and who signed it. One that asks for no witness is refused: it
 * would trust the host alone.
 */
export function openByPolicy(note: string, { logs, quorum }: Policy): Checkpoint & { verified: Key[] } {
  if (!quorum) throw new Malformed('a policy that asks for no witness')
  const faults: unknown[] = []
  for (const log of logs) {
    try {
      const opened = openCheckpoint(note, log, witnessesIn(quorum))
      if (!isSatisfied(quorum, opened.verified))
        throw new Malformed('too few of those whom the policy names have signed')
      return opened
    } catch (fault) {
      faults.push(fault)
    }
  }
  throw faults[0] ?? new Malformed('a policy without a log')
}

function witnessesIn(quorum: Quorum): Key[] {
  return 'publicKey' in quorum ? [quorum] : quorum.members.flatMap(witnessesIn)
}

type Named = { name: string; key: Key }

/**
 * What a sector asks for: its own witness, and at least one other. Two of three would let the two others
 * rewrite the log together. Null where that cannot be said yet: nobody is named, or nobody else.
 */
export function ownPolicy(logs: Key[], mine: Named | undefined, others: Named[]): string | null {
  if (!mine || others.length === 0) return null
  return [
    ...logs.map((key) => `log ${formatKey(key)}`),
    ...[mine, ...others].map(({ name, key }) => `witness ${name} ${formatKey(key)}`),
    `group others any ${others.map((other) => other.name).join(' ')}`,
    `group mine all ${mine.name} others`,
    'quorum mine',
    '',
  ].join('\n')
}
