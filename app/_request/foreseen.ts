import { getLocale } from 'next-intl/server'
import type { z } from 'zod'
import { randomDraw } from '@/lib/act/act.ts'
import type { Circumstances, Command } from '@/lib/act/command.ts'
import { consequencesOf } from '@/lib/act/gravity.ts'
import { isRefusal } from '@/lib/act/refusal.ts'
import { actorFor } from '@/lib/act/viewer.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import { effects } from '@/lib/effects.ts'
import type { May } from './may'
import { speaker } from './words'

/**
 * What an act would bring about for good, were it done now as `input` says, by the seat that may: the command's own subject, checks and
 * decision, of which nothing is recorded. Null where it would be refused, or would bring about nothing that is final.
 */
export async function foreseen<I extends z.ZodType, S>(
  viewer: Viewer,
  command: Command<I, S>,
  may: May,
  input: Record<string, unknown>,
): Promise<string[] | null> {
  const [seat] = may.seats
  const parsed = seat && command.input.safeParse({ as: seat.seat, ...input })
  if (!seat || !parsed?.success) return null
  const { forum, now, today } = viewer
  const circumstances: Circumstances = { forum, now, today, effects }
  const subject = await command.subject(viewer.db, parsed.data, circumstances)
  if (subject === null) return null
  const actor = actorFor(viewer, seat.seat)
  const answers = [command.check?.(subject, parsed.data, circumstances, actor) ?? true].flat()
  if (answers.some(isRefusal)) return null
  const decided = command.decide({
    as: actor,
    subject,
    input: parsed.data,
    draw: randomDraw,
    ...circumstances,
  })
  const facts = Array.isArray(decided) ? decided : decided.facts
  const said = consequencesOf(facts, command.brings?.({ subject, facts, ...circumstances }))
  if (!said.some(({ final }) => final)) return null
  const say = await speaker(await getLocale())
  return said.map(({ says, params }) => say(says, params))
}
