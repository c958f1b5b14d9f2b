import type { z } from 'zod'

type Schemas = Record<string, Record<string, z.ZodType>>

/** What a reader of each column gets, by the schemas that tell it. */
export type ColumnsOf<S extends Schemas> = {
  [Model in keyof S]: { [Column in keyof S[Model]]: z.output<S[Model][Column]> }
}

/**
 * What stands in columns of which the database knows only that they are JSON, or text. It is empty here, for the lower never knows the
 * upper: `lib/columns.ts` fills it with what the capabilities declare beside their facts.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface Columns {}
