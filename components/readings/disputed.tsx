/** Readings that do not agree: a whole whose halves have slipped apart, and the word for it. */
export function DisputedMark({ children }: { children: string }) {
  return (
    <span className="tag text-accent">
      <svg className="mark" viewBox="0 0 20 20" aria-hidden>
        <path d="M9 .8a7.4 7.4 0 0 0 0 14.8Z" fill="currentColor" />
        <path d="M11.9 5.3a6.5 6.5 0 0 1 0 13Z" fill="none" stroke="currentColor" strokeWidth="1.8" />
      </svg>{' '}
      {children}
    </span>
  )
}
