import { createHash, randomBytes } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import * as browser from './browser.ts'
import * as node from './node.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

test('Node and a browser have the same names', () => {
  expect(
    Object.keys(node)
      .filter((name) => name !== 'opensslAccepts')
      .toSorted(),
  ).toEqual(Object.keys(browser).toSorted())
})

test.each([true, false])('and hash many at once alike, in a secure context: %s', async (secure) => {
  vi.stubGlobal('isSecureContext', secure)
  const all = [0, 1, 700, 70_000].map((length) => new Uint8Array(randomBytes(length)))
  expect(await browser.sha256All(all)).toEqual(all.map(node.sha256))
  expect(await node.sha256All(all)).toEqual(all.map(node.sha256))
})

test('and give the same answers', () => {
  for (const length of [0, 1, 31, 32, 33, 1_000, 70_000]) {
    const bytes = new Uint8Array(randomBytes(length))
    expect(browser.sha256(bytes)).toEqual(node.sha256(bytes))
    expect(node.sha256(bytes)).toEqual(new Uint8Array(createHash('sha256').update(bytes).digest()))
    expect(browser.toBase64(bytes)).toBe(node.toBase64(bytes))
    expect(browser.looselyFromBase64(node.toBase64(bytes))).toEqual(bytes)
    expect(browser.concat([bytes, bytes])).toEqual(new Uint8Array(node.concat([bytes, bytes])))
  }
  const seed = browser.randomSeed(32)
  const message = node.randomSeed(100)
  expect(browser.publicKeyOf(seed)).toEqual(node.publicKeyOf(seed))
  const signature = browser.signEd25519(seed, message)
  expect(signature).toEqual(node.signEd25519(seed, message))
  for (const { verifyEd25519 } of [node, browser]) {
    expect(verifyEd25519(node.publicKeyOf(seed), message, signature)).toBe(true)
    expect(
      verifyEd25519(node.publicKeyOf(seed), message.with(3, 255 - (message[3] ?? 0)), signature),
    ).toBe(false)
  }
})
