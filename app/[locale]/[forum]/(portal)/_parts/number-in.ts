import { notFound } from 'next/navigation'

/** A number in an address: 1 to 9999, without decoration, else there is no such page. */
export function numberIn(text: string): number {
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : notFound()
}
