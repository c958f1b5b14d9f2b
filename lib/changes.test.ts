import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openChanges } from './changes.ts'
import type { Changes, Following } from './changes.ts'

let live = true
let changes: Changes
beforeEach(() => {
  vi.useFakeTimers()
  live = true
  changes = openChanges(() => live)
})
afterEach(() => {
  changes.stop()
  vi.useRealTimers()
})

function opened(following: Partial<Following> = {}) {
  const stream = changes.follow({
    person: 'p',
    forum: 'f',
    meeting: 'm',
    allowed: async () => true,
    ...following,
  })
  if (!stream) throw new Error('no stream')
  return stream
}

function follow(meeting = 'm', { person = 'p', forum = 'f', allowed = async () => true } = {}) {
  const reader = opened({ person, forum, meeting, allowed }).getReader()
  const heard: string[] = []
  const state = { ended: false }
  void (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read())
      heard.push(new TextDecoder().decode(part.value))
    state.ended = true
  })()
  return { heard, state, reader }
}
const soon = () => vi.advanceTimersByTimeAsync(200)

describe('whoever follows a meeting', () => {
  it('hears first as of when, then once for changes that come together', async () => {
    const { heard } = follow()
    await soon()
    expect(heard).toEqual([`retry: 2000\ndata: ${changes.version('f', 'm')}\n\n`])
    for (let at = 0; at < 20; at += 1) changes.heardDraft('m')
    changes.heardAct('f')
    await soon()
    expect(heard.slice(1)).toEqual([`data: ${changes.version('f', 'm')}\n\n`])
  })

  it('is told at once, and then once a second while somebody types without a pause', async () => {
    const { heard } = follow()
    for (let at = 0; at < 100; at += 1) {
      changes.heardDraft('m')
      await vi.advanceTimersByTimeAsync(50)
      if (at === 4) expect(heard).toHaveLength(2)
    }
    expect(heard).toHaveLength(6)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(heard.at(-1)).toContain(changes.version('f', 'm'))
  })

  it('hears nothing of another meeting’s paper, nor of another forum', async () => {
    const { heard } = follow()
    const before = changes.version('f', 'm')
    changes.heardDraft('other')
    changes.heardAct('other')
    await soon()
    expect(heard).toHaveLength(1)
    expect(changes.version('f', 'm')).toBe(before)
  })

  it('hears that it still follows, and no longer once it may not', async () => {
    let may = true
    const { heard, state } = follow('m', { allowed: async () => may })
    await vi.advanceTimersByTimeAsync(15_000)
    expect(heard.at(-1)).toBe('event: beat\ndata:\n\n')
    live = false
    await vi.advanceTimersByTimeAsync(30_000)
    expect(heard).toHaveLength(2)
    live = true
    may = false
    await vi.advanceTimersByTimeAsync(15_000)
    expect([state.ended, changes.count()]).toEqual([true, 0])
  })

  it('is not cut off because nobody could be asked', async () => {
    const { state } = follow('m', {
      allowed: async () => {
        throw new Error('no connection')
      },
    })
    await vi.advanceTimersByTimeAsync(15_000)
    expect([state.ended, changes.count()]).toEqual([false, 1])
  })

  it('leaves nothing behind when it goes, and ends with the server', async () => {
    const [one, other] = [follow(), follow()]
    await one.reader.cancel()
    expect(changes.count()).toBe(1)
    changes.stop()
    await soon()
    expect([other.state.ended, changes.count()]).toEqual([true, 0])
    expect(await opened().getReader().read()).toMatchObject({ done: false })
    expect(changes.count()).toBe(0)
  })

  it('that reads nothing is let go before its words pile up', async () => {
    opened()
    for (let at = 0; at < 80; at += 1) {
      changes.heardDraft('m')
      await vi.advanceTimersByTimeAsync(1_000)
    }
    expect(changes.count()).toBe(0)
  })

  it('knows the pages of one process from those of another', () => {
    const other = openChanges(() => true)
    expect(other.version('f', 'm')).not.toBe(changes.version('f', 'm'))
    other.stop()
  })

  it('has twenty screens at most, and another person’s do not count', async () => {
    for (let at = 0; at < 20; at += 1) opened()
    expect(() => opened()).toThrow()
    const { state } = follow('m', { person: 'q' })
    await soon()
    expect(state.ended).toBe(false)
  })
})
