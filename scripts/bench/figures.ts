export type Figure = { name: string; ours: number; floor: number; unit: string; better: 'lower' | 'higher'; target?: number }

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

export function ratioOf({ ours, floor }: Figure): number {
  return ours / floor
}

export function meets(figure: Figure): boolean | null {
  if (figure.target === undefined) return null
  return figure.better === 'lower' ? ratioOf(figure) <= figure.target : ratioOf(figure) >= figure.target
}
