/** How a decision brought a commitment about, or what it made of its text. */
export const arrivals = ['with-plan', 'added', 'carried-over', 'from-split', 'from-merger'] as const
export type Arrival = (typeof arrivals)[number]
export const endings = ['split', 'merged'] as const
export type Ending = (typeof endings)[number]
export const changes = [...arrivals, 'reworded', ...endings] as const
export type Change = (typeof changes)[number]

/** What becomes of a commitment when its plan is closed. One that was split or merged went on in others before. */
export const outcomes = ['completed', 'partly', 'not', 'carried-over', 'replaced'] as const
export type Outcome = (typeof outcomes)[number]
/** Those that whoever closes a plan says; `replaced` follows from the record. */
export const outcomesSaid = ['completed', 'partly', 'not', 'carried-over'] as const

export const roles = ['lead', 'support'] as const
export type Role = (typeof roles)[number]

/** A commitment as it is worded, and who answers for it. */
export type Worded = {
  title: InBoth
  objective: InBoth | null
  organisations: { organisation: string; role: Role }[]
}
export type InBoth = { es?: string | undefined; en?: string | undefined }

/** What of a wording can change by itself. */
export const parts = ['titleEs', 'titleEn', 'objectiveEs', 'objectiveEn', 'organisations'] as const
export type Part = (typeof parts)[number]

/** Every part as text, so that two wordings are compared part by part. */
function partsOf({ title, objective, organisations }: Worded): Record<Part, string> {
  return {
    titleEs: title.es ?? '',
    titleEn: title.en ?? '',
    objectiveEs: objective?.es ?? '',
    objectiveEn: objective?.en ?? '',
    organisations: organisations
      .map(({ organisation, role }) => `${role} ${organisation}`)
      .toSorted()
      .join('\n'),
  }
}

/** In which parts two wordings differ. */
export function differences(one: Worded, other: Worded): Part[] {
  const [mine, theirs] = [partsOf(one), partsOf(other)]
  return parts.filter((part) => mine[part] !== theirs[part])
}

/**
 * A wording that was written over one that is not in force any more. What it changes is changed in the one in force; where both touch the
 * same part otherwise than alike, that part is in conflict (as with roadmaps, decision 040).
 */
export function merge(over: Worded, asked: Worded, now: Worded): { wording: Worded; conflicts: Part[] } {
  const wanted = differences(over, asked)
  const [meant, standing, before] = [partsOf(asked), partsOf(now), partsOf(over)]
  const conflicts = wanted.filter(
    (part) => standing[part] !== before[part] && standing[part] !== meant[part],
  )
  const of = (part: Part) => (wanted.includes(part) ? asked : now)
  const objective = inBoth(of('objectiveEs').objective?.es, of('objectiveEn').objective?.en)
  return {
    conflicts,
    wording: {
      title: inBoth(of('titleEs').title.es, of('titleEn').title.en),
      objective: Object.keys(objective).length > 0 ? objective : null,
      organisations: of('organisations').organisations,
    },
  }
}

/** A text in the languages in which there is one. */
export function inBoth(es: string | undefined, en: string | undefined): { es?: string; en?: string } {
  return { ...(es && { es }), ...(en && { en }) }
}

/** How many commitments of a plan came to which end. */
export function figuresOf(said: readonly { outcome: Outcome }[]): Record<Outcome, number> {
  const count = (outcome: Outcome) => said.filter((one) => one.outcome === outcome).length
  return {
    completed: count('completed'),
    partly: count('partly'),
    not: count('not'),
    'carried-over': count('carried-over'),
    replaced: count('replaced'),
  }
}

/** Numbers that stand more than once. */
export function twice(numbers: readonly number[]): number[] {
  return [...new Set(numbers.filter((number, place) => numbers.indexOf(number) !== place))]
}
