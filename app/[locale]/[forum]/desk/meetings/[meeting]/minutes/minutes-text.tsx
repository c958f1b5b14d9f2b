import type { ReactNode } from 'react'
import type { MinutesSeen } from '@/lib/minutes/seen.ts'
import type { MinutesWritten } from '@/lib/papers/document.ts'
import { MinutesPaper } from '../../../../(portal)/minutes/[number]/paper'
import type { DeskFrame } from '../../../frame'

/** What the desk knows of minutes beside their text: where its proposals are read here, and the sectors with their marks. */
export type DeskBeside = {
  sectors: MinutesSeen['sectors']
  agreements: MinutesSeen['agreements']
  proposals: Record<string, { id: string; number: number }>
}

/** Minutes on the desk, as everybody will read them: the same paper, drawn from the same document, with what is said of each item below it. */
export function MinutesText({
  frame: { locale, t, dates, desk, portal },
  minutes,
  beside: { sectors, agreements, proposals },
  below,
}: {
  frame: DeskFrame
  minutes: MinutesWritten
  beside: DeskBeside
  /** below an item, by its number */
  below?: (item: number) => ReactNode
}) {
  const proposalAt = (number: number) => {
    const proposal = Object.values(proposals).find((one) => one.number === number)
    return proposal && `${desk}/proposals/${proposal.id}`
  }
  return (
    <MinutesPaper
      reading={{ locale, t, dates, at: portal }}
      minutes={minutes}
      beside={{ sectors, agreements, proposalAt, ...(below && { below }) }}
    />
  )
}
