import { randomUUID } from 'node:crypto'
import { redirect } from 'next/navigation'
import type { z } from 'zod'
import type { Outcome } from '@/lib/act/act.ts'
import type { Command } from '@/lib/act/command.ts'
import type { Offer } from '@/lib/devices/signing.ts'
import { before } from './failure'
import { inputFrom } from './fields'
import type { Sent } from './fields'
import { carryAct } from './last-act'
import { mesa } from './mesa'
import { lookIn, submitting } from './seam'
import type { Asked, FormAction, NotLookedAt } from './seam'
import { answerIn, PREPARE } from './signing'

type Result = Record<string, string | number>

/**
 * A form that acts: the only way from a page to a command. On success it leads to the page with the result.
 * `resultPage` is an address within the forum.
 */
export function submit<I extends z.ZodType, S>(
  command: Command<I, S>,
  resultPage: (done: { input: z.output<I>; result: Result; index: number }) => string,
): FormAction {
  const action = submitting<Exclude<Outcome, NotLookedAt> | Offer>({
    reads: (form) => asTyped(inputFrom(command.input, form)),
    asks: (asked) => outcomeOf(command, asked),
    async answers(outcome, { viewer: { forum }, locale, key, sent, say, failed }) {
      // Shown first, and signed on the member's own device; then the same form comes again.
      if (outcome.is === 'offer') {
        const look = outcome.look && lookIn(outcome.look, say)
        return {
          ok: true,
          key,
          errors: {},
          values: sent.values,
          offer: outcome,
          ...(look && { look }),
        }
      }
      // A new key: what is typed now may be sent, as an act of its own.
      if (outcome.is === 'conflict') return { ...failed(say('errors.alreadySent')), key: randomUUID() }
      const input = command.input.parse(sent.input)
      await carryAct(forum.slug, outcome.index)
      const page = `/${locale}/${forum.slug}${resultPage({ input, ...outcome })}`
      redirect(resultAddress(page, command.name, outcome.index))
    },
  })
  return Object.assign(action, { acts: { command: command.name, gravity: command.gravity } })
}

/** A signature and a second look are of one sending: they are not among what comes back. */
function asTyped({ values: { signing: _signing, looked: _looked, ...values }, ...sent }: Sent): Sent {
  return { ...sent, values }
}

async function outcomeOf<I extends z.ZodType, S>(
  command: Command<I, S>,
  { viewer, key, sent, text }: Asked,
): Promise<Outcome | Offer> {
  const signing = text('signing')
  // What a deadline has made due comes first, so that a late timer changes nothing.
  await before(mesa().runDue(viewer.forum))
  const request = { viewer, key, input: sent.input, looked: text('looked') }
  const offer = signing === PREPARE ? await before(mesa().signing.offer(command, request)) : null
  const answer = answerIn(signing)
  if (offer) return offer
  return answer ? mesa().signing.actSigned(command, request, answer) : mesa().act(command, request)
}

function resultAddress(page: string, done: string, entry: number): string {
  const url = new URL(page, 'http://here.invalid')
  url.searchParams.set('done', done)
  url.searchParams.set('entry', String(entry))
  return `${url.pathname}${url.search}${url.hash}`
}
