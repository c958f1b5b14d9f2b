import type { ReactNode } from 'react'
import type { Progress } from '@/lib/roadmaps/rules.ts'
import { Sign, StateMark } from './marks'

export type ProgressBarProps = {
  progress: Pick<Progress, 'done' | 'verified' | 'late'>
  /** what the whole line is about: a roadmap, a key action */
  label?: ReactNode
  words: { done: string; verified: string /** null: nothing is late */; late: string | null }
  /** how it was counted, in a sentence */
  formula?: ReactNode
}

const share = (part: number) => `${Math.round(Math.min(Math.max(part, 0), 1) * 1e4) / 100}%`

/** How far a roadmap got. The numbers stand beside the bar: it is only looked at. */
export function ProgressBar({
  progress: { done, verified, late },
  label,
  words,
  formula,
}: ProgressBarProps) {
  return (
    <div className="progress">
      {label && <p className="progress-label">{label}</p>}
      <div className="progress-track" aria-hidden="true">
        {done > 0 && <i data-part="done" style={{ width: share(done) }} />}
        {verified > 0 && <i data-part="verified" style={{ width: share(Math.min(verified, done)) }} />}
      </div>
      <p className="progress-numbers">
        <b>{words.done}</b>
        <span>
          <StateMark state="verified" />
          {words.verified}
        </span>
        {late > 0 && words.late && (
          <span className="roadmap-late">
            <Sign of="late" />
            {words.late}
          </span>
        )}
      </p>
      {formula && <div className="when progress-formula">{formula}</div>}
    </div>
  )
}
