import { describe, expect, it } from 'vitest'
import { formatCheckpoint } from './checkpoint.ts'
import { publicKeyOf } from './ed25519.ts'
import { COSIGNATURE, cosignatureLine, formatKey, keyOf, openNote, signNote } from './note.ts'
import type { Key } from './note.ts'
import { isSatisfied, openByPolicy, ownPolicy, parsePolicy } from './policy.ts'
import type { Quorum } from './policy.ts'
import { EMPTY_ROOT } from './tree.ts'
import { vectors } from './vectors.ts'
import type { PolicyMember } from './vectors.ts'

const seedOf = (at: number) => new Uint8Array(32).fill(at)
const witness = (name: string, at: number) => ({
  name,
  seed: seedOf(at),
  key: keyOf(name, publicKeyOf(seedOf(at)), COSIGNATURE),
})
const [one, two, three] = [witness('wit1', 1), witness('wit2', 2), witness('wit3', 3)]
const all = [one, two, three]

describe.runIf(vectors)('policies that have been published', () => {
  const { cases = [], satisfaction } = vectors?.tlog_policy ?? {}

  it.each(cases.map((policy) => [policy.name, policy] as const))(
    '%s',
    (_name, { policy, want, top_threshold }) => {
      if (want === 'reject') return expect(() => parsePolicy(policy)).toThrow()
      const { quorum } = parsePolicy(policy)
      return expect(quorum && 'threshold' in quorum ? quorum.threshold : undefined).toBe(top_threshold)
    },
  )

  it.each(
    (satisfaction?.cases ?? []).map(
      (each, at) => [`${at + 1}: ${each.signed_by.join(', ') || 'nobody'}`, each] as const,
    ),
  )('signed by, %s', (_name, { threshold, members, signed_by, satisfied }) => {
    const text = satisfaction?.note_text ?? ''
    const quorum = (member: PolicyMember): Quorum =>
      typeof member === 'string'
        ? (all.find(({ name }) => name === member)?.key as Key)
        : { threshold: member.threshold, members: member.members.map(quorum) }
    const lines = signed_by
      .map((name) => all.find((each) => each.name === name))
      .flatMap((each) => (each ? [cosignatureLine(text, each.name, each.seed, 1_800_000_000)] : []))
    const verified =
      lines.length > 0
        ? openNote(
            `${text}\n${lines.join('')}`,
            all.map(({ key }) => key),
          ).verified
        : []
    expect(isSatisfied(quorum({ threshold, members }), verified)).toBe(satisfied)
  })
})

describe('a sector’s own policy', () => {
  const origin = 'mesa-abierta/foro'
  const log = keyOf(origin, publicKeyOf(seedOf(9)))
  const body = formatCheckpoint({ origin, size: 0, root: EMPTY_ROOT })
  const signedBy = (...signers: typeof all) =>
    `${signNote(body, origin, seedOf(9))}${signers.map(({ name, seed }) => cosignatureLine(body, name, seed, 1_800_000_000)).join('')}`
  const policy = ownPolicy([log], one, [two, three]) ?? ''

  it('asks for one’s own witness and at least one other', () => {
    expect(policy).toBe(
      [
        `log ${formatKey(log)}`,
        ...all.map(({ name, key }) => `witness ${name} ${formatKey(key)}`),
        'group others any wit2 wit3',
        'group mine all wit1 others',
        'quorum mine',
        '',
      ].join('\n'),
    )
    for (const enough of [[one, two], [one, three], all])
      expect(openByPolicy(signedBy(...enough), parsePolicy(policy)).size).toBe(0)
    // The two others together are enough for a plain two of three, and not for this.
    for (const few of [[], [one], [two], [two, three]])
      expect(() => openByPolicy(signedBy(...few), parsePolicy(policy))).toThrow('too few')
  })

  it('cannot be said without a witness of one’s own, or without another', () => {
    expect([ownPolicy([log], undefined, [two]), ownPolicy([log], one, [])]).toEqual([null, null])
  })

  it('is no policy where it trusts the host alone, or another log', () => {
    expect(() =>
      openByPolicy(signedBy(...all), parsePolicy(`log ${formatKey(log)}\nquorum none\n`)),
    ).toThrow('asks for no witness')
    expect(() => openByPolicy(signedBy(...all), parsePolicy(policy.replace(/^log .*\n/, '')))).toThrow(
      'without a log',
    )
    const other = keyOf('mesa-abierta/otro', publicKeyOf(seedOf(8)))
    expect(() =>
      openByPolicy(signedBy(...all), parsePolicy(ownPolicy([other], one, [two]) ?? '')),
    ).toThrow('did not sign')
  })
})
