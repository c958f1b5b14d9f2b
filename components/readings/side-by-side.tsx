import type { ReactNode } from 'react'

export type Column = {
  key: string
  /** who speaks: a sector with its mark, or whoever found it */
  voice: ReactNode
  /** in which capacity */
  role?: string
  /** null: has not said, and `said` is the sentence that says so */
  level: string | null
  said: ReactNode
  /** the day, and where to check it */
  when?: ReactNode
  /** what was said before, folded away */
  earlier?: { title: string; items: { key: string; text: ReactNode }[] }
}

/** One column for each voice, all of one width: none of them stands above another. */
export function SideBySide({ columns }: { columns: Column[] }) {
  return (
    <ul className={`grid gap-4 sm:grid-cols-2 ${columns.length % 2 === 0 ? '' : 'lg:grid-cols-3'}`}>
      {columns.map(({ key, voice, role, level, said, when, earlier }) => (
        <li key={key} className="card grid content-start gap-2">
          <h3 className="font-sans text-[1rem]">{voice}</h3>
          {role && <p className="when">{role}</p>}
          {level && <p className="font-serif text-[1.25rem] font-semibold">{level}</p>}
          <div className="min-w-0 wrap-anywhere">{said}</div>
          {when && <p className="when">{when}</p>}
          {earlier && earlier.items.length > 0 && (
            <details>
              <summary className="cursor-pointer text-soft">{earlier.title}</summary>
              <ul className="mt-2 grid gap-3 border-l-2 border-rule pl-3">
                {earlier.items.map((item) => (
                  <li key={item.key} className="min-w-0 wrap-anywhere">
                    {item.text}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </li>
      ))}
    </ul>
  )
}
