/** Readings that do not agree: a whole whose halves have slipped apart, and the word for it. */
export function DisputedMark({ children }: { children: string }) {
  return (
    <span className="tag text-accent">
      <svg className="mark" viewBox="0 0 20 20" aria-hidden>
        <path d="M9 1.2a7 7 0 0 0 0 14Z" fill="currentColor" />
        <path d="M11.9 5.6a6.1 6.1 0 0 1 0 11.9Z" fill="none" stroke="currentColor" strokeWidth="1.8" />
      </svg>{' '}
      {children}
    </span>
  )
}
