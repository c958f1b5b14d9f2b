/** Why something may not be done, as a message key and its parameters: the reader's language says the sentence. */
export type Refusal = { refused: string; params?: Record<string, string | number>; field?: string }

export type Standing = true | Refusal

export const ok: Standing = true

export function refuse(refused: string, params?: Refusal['params'], field?: string): Refusal {
  return { refused, ...(params && { params }), ...(field && { field }) }
}

export function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'refused' in answer
}

/** The first refusal, else true: reads as the list of conditions that it is. */
export function firstRefusal(...answers: Standing[]): Standing {
  return answers.find(isRefusal) ?? true
}
