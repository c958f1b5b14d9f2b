/** Minutes and seconds, and hours where there are any: 4:07, 1:04:07. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ]
  const two = (number: number) => String(number).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** What an item took beyond the minutes planned for it; null while it did not. */
export function overrun(ms: number, plannedMinutes: number | null): number | null {
  const over = plannedMinutes === null ? -1 : ms - plannedMinutes * 60_000
  return over >= 0 ? over : null
}
