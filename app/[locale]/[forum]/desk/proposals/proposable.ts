import { getLocale } from 'next-intl/server'
import { asOfLog } from '@/app/_request/as-of-log'
import { mayActOn } from '@/app/_request/may'
import type { Viewer } from '@/lib/act/viewer.ts'
import { proposeStatus } from '@/lib/commitments/commands.ts'
import { choicesFor } from '@/lib/notices/seen.ts'

/** Of which commitments the viewer may propose a change of status now, and why not of the others: ways to that form are shown by this, as the form is. */
export async function proposableBy(viewer: Viewer) {
  return asOfLog(viewer, `proposable ${await getLocale()}`, async () => {
    const choices = await choicesFor(viewer, { underWay: true })
    const { open, refused, refusal } = await mayActOn(
      viewer,
      proposeStatus,
      choices.commitments.filter(({ moves }) => moves.length > 0).map(({ id }) => ({ commitment: id })),
    )
    return {
      choices,
      open: new Set(open.map(({ commitment }) => commitment)),
      refusals: new Map(refused.map((one) => [one.naming.commitment, one.refusal])),
      refusal,
    }
  })
}
