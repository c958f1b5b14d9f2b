import { mayActOn } from '@/app/_request/may'
import type { Viewer } from '@/lib/act/viewer.ts'
import { takeOver } from '@/lib/records/commands.ts'

/** Of which bodies the viewer holds the book, and why not of another. */
export async function mayTakeOver(viewer: Viewer) {
  const bodies = [...new Set(viewer.seats.map((seat) => seat.body))]
  return mayActOn(
    viewer,
    takeOver,
    bodies.map((body) => ({ body })),
  )
}
