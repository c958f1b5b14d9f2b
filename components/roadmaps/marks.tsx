import type { ProgressState } from '@/lib/roadmaps/rules.ts'

/** Empty, hatched, solid, solid with a tick: told apart on grey paper too. */
export function StateMark({ state }: { state: ProgressState }) {
  return <i className="state" data-state={state} aria-hidden="true" />
}

/** A flag for what is late, a plus for what was added: beside their words, never instead of them. */
export const signs = { late: 'M1 11V1l8 3-7 3', tick: 'm1 6 3 3 5.5-7', plus: 'M5 2v7M1.5 5.5h7' }

export function Sign({ of }: { of: keyof typeof signs }) {
  return (
    <svg className={`sign sign-${of}`} viewBox="0 0 11 12" aria-hidden="true">
      <path d={signs[of]} />
    </svg>
  )
}
