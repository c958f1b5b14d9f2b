'use server'
import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import { enrolDevice } from '@/lib/devices/commands.ts'
import { attempt, isFailure } from './failure'
import { carryAct } from './last-act'
import { defaultLocale, isLocale } from './locales'
import { mesa } from './mesa'
import { cameFromHere } from './origin'
import { forumAsked, viewerOf } from './who'
import { speaker } from './words'

export type ToEnrol = { challenge: string; rpId: string; user: string; forum: string }

/** What the browser needs to make a passkey; null for whoever has no seat here. */
export async function askToEnrol(slug: string): Promise<ToEnrol | null> {
  const forum = (await cameFromHere()) ? await forumAsked(slug) : null
  const viewer = forum && (await viewerOf(forum.slug))
  if (!viewer?.person || viewer.seats.length === 0) return null
  return {
    challenge: await mesa().signing.askForEnrolment(viewer),
    rpId: mesa().signing.site.rpId,
    user: viewer.person,
    forum: forum?.name.es ?? '',
  }
}

export type Enrolled = { done?: { index: number }; problem?: string }
const Enrolment = z.object({
  forum: z.string(),
  locale: z.string(),
  key: z.string(),
  as: z.string(),
  label: z.string().max(200),
})

/** Records the key of the passkey that the browser has just made. */
export async function enrol(given: unknown, response: RegistrationResponseJSON): Promise<Enrolled> {
  const sent = Enrolment.safeParse(given).data
  const say = await speaker(isLocale(sent?.locale) ? sent.locale : defaultLocale)
  const forum = sent && (await cameFromHere()) ? await forumAsked(sent.forum) : null
  if (!sent || !forum) return { problem: say('errors.foreignOrigin') }
  const viewer = await viewerOf(forum.slug)
  const made = await mesa().signing.enrolled(viewer, response)
  if (!made) return { problem: say('devices.refused') }
  const input = { as: sent.as, ...made, ...(sent.label && { label: sent.label }) }
  const outcome = await attempt(() => mesa().act(enrolDevice, { viewer, key: sent.key, input }))
  if (isFailure(outcome)) return { problem: say(outcome.key) }
  if (outcome.is === 'done') {
    await carryAct(forum.slug, outcome.index)
    return { done: { index: outcome.index } }
  }
  if (outcome.is === 'invalid')
    return {
      problem: say(outcome.problems[0]?.key ?? 'errors.notUnderstood', outcome.problems[0]?.params),
    }
  return {
    problem:
      outcome.is === 'refused'
        ? say(outcome.refusal.refused, outcome.refusal.params)
        : say('errors.unknownThing'),
  }
}
