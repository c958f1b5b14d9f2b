import type { Localised } from './fields.ts'

/**
 * What a seat is called where seats of several bodies stand together, in lists, choices and histories: each group has its secretary. Within
 * what is of one body alone, its attendance, its minutes, the seat's own name is enough.
 */
export function seatCalled({ name, body }: { name: Localised; body: { shortName: string } }): Localised {
  const within = ` (${body.shortName})`
  return { es: `${name.es}${within}`, ...(name.en && { en: `${name.en}${within}` }) }
}
