import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { clock, overrun } from './clock'
import { ItemTimer } from './timer'

describe('a clock', () => {
  it.each([
    [0, '0:00'],
    [999, '0:00'],
    [61_000, '1:01'],
    [3_599_000, '59:59'],
    [3_847_000, '1:04:07'],
    [-5, '0:00'],
  ])('%s ms is %s', (ms, text) => {
    expect(clock(ms)).toBe(text)
  })

  it.each<[number, number | null, number | null]>([
    [59_999, 1, null],
    [60_000, 1, 0],
    [90_000, 1, 30_000],
    [90_000, null, null],
  ])('%s ms of %s planned minutes are over by %s', (ms, planned, over) => {
    expect(overrun(ms, planned)).toBe(over)
  })
})

describe('the time of an item', () => {
  const words = {
    label: 'Tiempo',
    planned: 'de {minutes} min',
    unplanned: 'sin plan',
    over: '{over} de más',
    announced: 'Se cumplió',
    paused: 'En pausa',
  }
  const drawn = (ms: number, plannedMinutes: number | null, running = true) =>
    renderToStaticMarkup(
      <ItemTimer counting={{ ms, at: 0, running }} plannedMinutes={plannedMinutes} words={words} />,
    )

  it('is a timer, which nobody hears each second', () => {
    expect(drawn(65_000, 10)).toContain(
      '<p role="timer" aria-label="Tiempo" class="item-timer-figure">1:05</p>',
    )
    expect(drawn(65_000, 10)).not.toContain('Se cumplió')
  })

  it('over the plan is said in words, and told', () => {
    expect(drawn(605_000, 10)).toContain('0:05 de más')
    expect(drawn(605_000, 10)).toContain('<p role="status" class="sr-only">Se cumplió</p>')
  })

  it('without a plan is never over; paused, it says so and tells nothing', () => {
    expect(drawn(605_000, null)).toMatch(/sin plan(?!.*de más)/)
    expect(drawn(605_000, 10, false)).toContain('En pausa')
    expect(drawn(605_000, 10, false)).not.toContain('Se cumplió')
  })
})
