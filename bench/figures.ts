export type Figure = {
  name: string
  ours: number
  floor: number
  unit: string
  better: 'lower' | 'higher'
  /** an aim for the ratio */
  target?: number
  /** an aim in the figure's own unit, where somebody waits for it */
  most?: number
}

export function median(values: number[]): number {
  const sorted = [...values].toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

export function quantile(values: number[], share: number): number {
  const sorted = [...values].toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function ratioOf({ ours, floor }: Figure): number {
  return ours / floor
}

/** Null: nobody set it an aim. */
export function meets(figure: Figure): boolean | null {
  const { most, target, better } = figure
  if (most === undefined && target === undefined) return null
  const ratio =
    target === undefined || (better === 'lower' ? ratioOf(figure) <= target : ratioOf(figure) >= target)
  return ratio && (most === undefined || figure.ours <= most)
}

/** Both in turn, so that a machine that slows down slows both: the median of each, in milliseconds. */
export async function inTurn(
  times: number,
  ours: (round: number) => unknown,
  floor: (round: number) => unknown,
): Promise<{ ours: number; floor: number }> {
  const taken: { ours: number[]; floor: number[] } = { ours: [], floor: [] }
  const timed = async (into: number[], work: () => unknown) => {
    const started = performance.now()
    await work()
    into.push(performance.now() - started)
  }
  for (let round = 0; round < times; round += 1) {
    await timed(taken.floor, () => floor(round))
    await timed(taken.ours, () => ours(round))
  }
  return { ours: median(taken.ours), floor: median(taken.floor) }
}
