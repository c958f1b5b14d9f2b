/** What a document can stand beside. */
export const documented = ['meeting', 'item', 'proposal', 'minutes', 'suspension'] as const
export type Documented = (typeof documented)[number]

/** So many stand beside one thing: what is more is one file, or a folder elsewhere. */
export const mostDocuments = 20

export function isDocumented(of: string): of is Documented {
  return (documented as readonly string[]).includes(of)
}
