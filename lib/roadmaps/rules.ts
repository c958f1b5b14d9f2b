/** A text in one or both of the forum's languages, as its authors wrote it. */
export type Wording = { es?: string | undefined; en?: string | undefined }

/** What an activity depends on beyond those who carry it out: told before the signature, not found out after it. */
export const dependencies = ['law', 'other-power', 'absent-party', 'no-budget'] as const
export type Dependency = (typeof dependencies)[number]

export type Activity = {
  id: string
  /** as people say it: `2.3` is the third activity of key action 2 */
  number: string
  title: Wording
  /** what there will be when it is done */
  product: Wording | null
  responsible: string[]
  startsOn: string
  endsOn: string
  verification: Wording | null
  /** activities of this roadmap that must be over before this one begins */
  after: string[]
  dependsOn: Dependency[]
}

/** OGP's milestone: a group of activities with a weight of its own. */
export type KeyAction = {
  id: string
  number: number
  title: Wording
  weight: number
  responsible: string[]
  startsOn: string
  endsOn: string
  activities: Activity[]
}

/** How citizens take part in carrying it out, or why no way was found. */
export type Participation =
  | { possible: true; how: Wording; who: Wording; when: Wording; feedback: Wording }
  | { possible: false; why: Wording }

export type Roadmap = {
  /** to the end of the plan, and to the end of the presidential term: two horizons */
  aim: Wording
  finalAim: Wording | null
  participation: Participation
  accountability: Wording | null
  keyActions: KeyAction[]
}

/** What stands against a roadmap as a whole: a message key, and the place in it that wants mending. */
export type Fault = { path: string; key: string; params?: Record<string, string | number> }

export const MOST_ACTIVITIES = 250

export function activitiesOf(roadmap: Pick<Roadmap, 'keyActions'>): Activity[] {
  return roadmap.keyActions.flatMap((keyAction) => keyAction.activities)
}

/** Everything wrong at once, so that it is mended at once. Dates inside a key action are its own: an activity may not leave it. */
export function faultsOf(roadmap: Roadmap): Fault[] {
  const numbers = new Map<string, number>()
  const faults: Fault[] = []
  const count = activitiesOf(roadmap).length
  const fault = (path: string, key: string, params?: Fault['params']) =>
    faults.push({ path, key, ...(params && { params }) })
  if (roadmap.keyActions.length === 0) fault('keyActions', 'roadmaps.noKeyAction')
  if (count > MOST_ACTIVITIES)
    fault('keyActions', 'roadmaps.tooManyActivities', { count, most: MOST_ACTIVITIES })
  const known = new Set(activitiesOf(roadmap).map((activity) => activity.id))
  for (const [at, keyAction] of roadmap.keyActions.entries()) {
    const place = `keyActions.${at}`
    if (seenBefore(numbers, `key action ${keyAction.number}`))
      fault(`${place}.number`, 'roadmaps.numberTwice', { number: keyAction.number })
    if (keyAction.endsOn < keyAction.startsOn) fault(`${place}.endsOn`, 'errors.endsBeforeItStarts')
    if (keyAction.activities.length === 0)
      fault(`${place}.activities`, 'roadmaps.noActivity', { number: keyAction.number })
    for (const [position, activity] of keyAction.activities.entries()) {
      const here = `${place}.activities.${position}`
      if (seenBefore(numbers, activity.number))
        fault(`${here}.number`, 'roadmaps.numberTwice', { number: activity.number })
      if (!activity.number.startsWith(`${keyAction.number}.`)) {
        fault(`${here}.number`, 'roadmaps.numberOfAnother', {
          number: activity.number,
          keyAction: keyAction.number,
        })
      }
      if (activity.endsOn < activity.startsOn) fault(`${here}.endsOn`, 'errors.endsBeforeItStarts')
      else if (activity.startsOn < keyAction.startsOn)
        fault(`${here}.startsOn`, 'roadmaps.outsideKeyAction', { number: keyAction.number })
      else if (activity.endsOn > keyAction.endsOn)
        fault(`${here}.endsOn`, 'roadmaps.outsideKeyAction', { number: keyAction.number })
      if (activity.after.some((id) => !known.has(id)))
        fault(`${here}.after`, 'roadmaps.unknownPredecessor')
    }
  }
  const circle = circleIn(activitiesOf(roadmap))
  if (circle.length > 0) fault('keyActions', 'roadmaps.circle', { numbers: circle.join(' → ') })
  return faults
}

function seenBefore(numbers: Map<string, number>, number: string): boolean {
  numbers.set(number, (numbers.get(number) ?? 0) + 1)
  return numbers.get(number) === 2
}

/** The numbers of activities that wait for each other in a circle, the first of them again at the end; empty where nothing does. */
export function circleIn(activities: Pick<Activity, 'id' | 'number' | 'after'>[]): string[] {
  const byId = new Map(activities.map((activity) => [activity.id, activity]))
  const done = new Set<string>()
  for (const start of activities) {
    // An explicit stack: a chain may be as long as a roadmap.
    const path: { one: (typeof activities)[number]; next: number }[] = [{ one: start, next: 0 }]
    const onPath = new Set([start.id])
    while (path.length > 0) {
      const step = path[path.length - 1]
      const id = step?.one.after[step.next]
      if (!step) break
      step.next += 1
      const before = id === undefined ? undefined : byId.get(id)
      if (id === undefined) {
        done.add(step.one.id)
        onPath.delete(step.one.id)
        path.pop()
      } else if (onPath.has(id)) {
        const circle = path.slice(path.findIndex((at) => at.one.id === id)).map((at) => at.one.number)
        return [...circle, circle[0] ?? '']
      } else if (before && !done.has(id)) {
        onPath.add(id)
        path.push({ one: before, next: 0 })
      }
    }
  }
  return []
}

/** The board's own words; `verified` only somebody of another sector than the reporter can say. */
export const progressStates = ['not-started', 'in-progress', 'complete', 'verified'] as const
export type ProgressState = (typeof progressStates)[number]

/** By activity; what nobody reported on has not started. */
export type Reported = ReadonlyMap<string, ProgressState>

export function isDone(state: ProgressState | undefined): boolean {
  return state === 'complete' || state === 'verified'
}

/** Late is counted, never typed: its day has passed and nobody said that it is done. */
export function isLate(
  activity: Pick<Activity, 'id' | 'endsOn'>,
  reported: Reported,
  today: string,
): boolean {
  return activity.endsOn < today && !isDone(reported.get(activity.id))
}

export type Progress = {
  /** share done, and share verified, of the whole: 0 to 1 */
  done: number
  verified: number
  late: number
  of: number
  byState: Record<ProgressState, number>
}

function tally(activities: Activity[], reported: Reported, today: string): Progress {
  const byState: Record<ProgressState, number> = {
    'not-started': 0,
    'in-progress': 0,
    complete: 0,
    verified: 0,
  }
  for (const activity of activities) byState[reported.get(activity.id) ?? 'not-started'] += 1
  const of = activities.length
  return {
    byState,
    of,
    late: activities.filter((activity) => isLate(activity, reported, today)).length,
    done: of === 0 ? 0 : (byState.complete + byState.verified) / of,
    verified: of === 0 ? 0 : byState.verified / of,
  }
}

export function progressOfKeyAction(keyAction: KeyAction, reported: Reported, today: string): Progress {
  return tally(keyAction.activities, reported, today)
}

/**
 * The board's formula, said on the page: the sum over key actions of weight × the share of its activities that are done, divided by the
 * sum of the weights. Within a key action activities count alike.
 */
export function progressOf(
  roadmap: Pick<Roadmap, 'keyActions'>,
  reported: Reported,
  today: string,
): Progress {
  const whole = tally(activitiesOf(roadmap), reported, today)
  const weights = roadmap.keyActions.reduce((sum, one) => sum + one.weight, 0)
  const weighted = (share: (progress: Progress) => number) =>
    weights === 0
      ? 0
      : roadmap.keyActions.reduce(
          (sum, one) => sum + one.weight * share(tally(one.activities, reported, today)),
          0,
        ) / weights
  return {
    ...whole,
    done: weighted((progress) => progress.done),
    verified: weighted((progress) => progress.verified),
  }
}

/** Of a plan: the mean of its commitments that have a roadmap, each counting alike. */
export function progressOfPlan(
  commitments: Progress[],
): Pick<Progress, 'done' | 'verified' | 'late' | 'of'> {
  const mean = (share: (one: Progress) => number) =>
    commitments.length === 0
      ? 0
      : commitments.reduce((sum, one) => sum + share(one), 0) / commitments.length
  const sum = (count: (one: Progress) => number) =>
    commitments.reduce((total, one) => total + count(one), 0)
  return {
    done: mean((progress) => progress.done),
    verified: mean((progress) => progress.verified),
    late: sum((progress) => progress.late),
    of: sum((progress) => progress.of),
  }
}

/** Why a roadmap is to change: one word for counting, beside the effect on the goal in full. */
export const changeReasons = [
  'law',
  'budget',
  'turnover',
  'outside-event',
  'feasibility',
  'other',
] as const
export type ChangeReason = (typeof changeReasons)[number]
