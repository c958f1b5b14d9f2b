/** Which part of a list is asked for: what came before this act. What is no number asks for the beginning. */
export function cursorIn(asked: string | string[] | undefined): number | undefined {
  return typeof asked === 'string' && /^\d{1,9}$/.test(asked) ? Number(asked) : undefined
}
