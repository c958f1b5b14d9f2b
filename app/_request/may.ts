import { getLocale, getTranslations } from 'next-intl/server'
import { cache } from 'react'
import type { z } from 'zod'
import { forumAllows, logAllows } from '@/lib/act/act.ts'
import type { Circumstances, Command } from '@/lib/act/command.ts'
import { firstRefusal, isRefusal, refuse } from '@/lib/act/refusal.ts'
import type { Refusal } from '@/lib/act/refusal.ts'
import { actorFor } from '@/lib/act/viewer.ts'
import type { HeldSeat, Viewer } from '@/lib/act/viewer.ts'
import { effects } from '@/lib/effects.ts'
import { speaker } from './words'

export type May = { seats: HeldSeat[]; refusal: string | null }

/**
 * What a button asks: for which of their seats may the viewer do this, and if for none, why not. It asks the command's own
 * `standing`, so that button and act cannot disagree. `naming` is the part of the input that says what the command is about.
 */
export async function mayAct<I extends z.ZodType, S>(
  viewer: Viewer,
  command: Command<I, S>,
  naming: Partial<z.output<I>>,
): Promise<May> {
  const [may] = await mayActEach(viewer, command, [naming])
  return may ?? { seats: [], refusal: null }
}

/**
 * Of several things, those with which the viewer may do this; and where there is none, why not with the
 * first. A way to a form asks this.
 */
export async function mayActOn<I extends z.ZodType, S, N extends Partial<z.output<I>>>(
  viewer: Viewer,
  command: Command<I, S>,
  namings: N[],
): Promise<{ open: N[]; refused: { naming: N; refusal: string }[]; refusal: string | null }> {
  const mays = await mayActEach(viewer, command, namings)
  const open = namings.filter((_, at) => (mays[at]?.seats.length ?? 0) > 0)
  const refused = namings.flatMap((naming, at) => {
    const refusal = mays[at]?.refusal ?? null
    return refusal === null ? [] : [{ naming, refusal }]
  })
  return { open, refused, refusal: open.length > 0 ? null : (refused[0]?.refusal ?? null) }
}

async function mayActEach<I extends z.ZodType, S>(
  viewer: Viewer,
  command: Command<I, S>,
  namings: Partial<z.output<I>>[],
): Promise<May[]> {
  const { forum, now, today, db } = viewer
  const closed = viewer.moment
    ? (await getTranslations())('asOf.readOnly')
    : await whyNothingIsTakenIn(viewer)
  if (closed !== null) return namings.map(() => ({ seats: [], refusal: closed }))
  const circumstances: Circumstances = { forum, now, today, effects }
  const inputs = namings as z.output<I>[]
  const subjects = command.subjects
    ? await command.subjects(db, inputs, circumstances)
    : await Promise.all(inputs.map((input) => command.subject(db, input, circumstances)))
  return Promise.all(subjects.map((subject) => mayActIn(viewer, command, subject, circumstances)))
}

async function mayActIn<I extends z.ZodType, S>(
  viewer: Viewer,
  command: Command<I, S>,
  subject: S | null,
  circumstances: Circumstances,
): Promise<May> {
  if (subject === null) return { seats: [], refusal: await sentence(refuse('errors.unknownThing')) }
  const answers = viewer.seats.map((seat) => {
    const actor = actorFor(viewer, seat.seat)
    const standing = command.standing(actor, subject, circumstances)
    return { seat, standing: firstRefusal(forumAllows(viewer.forum, actor), standing) }
  })
  const seats = answers.filter(({ standing }) => standing === true).map(({ seat }) => seat)
  if (seats.length > 0) return { seats, refusal: null }
  return {
    seats,
    refusal: await sentence(
      answers.map(({ standing }) => standing).find(isRefusal) ?? refuse('act.noSeat'),
    ),
  }
}

/** Why no form of this forum would be taken in, where its log is closed: asked once for a page. */
export const whyNothingIsTakenIn = cache(async ({ db, forum }: Viewer): Promise<string | null> => {
  const standing = await logAllows(db, forum)
  return isRefusal(standing) ? sentence(standing) : null
})

async function sentence({ refused, params }: Refusal): Promise<string> {
  const say = await speaker(await getLocale())
  return say(refused, params)
}
