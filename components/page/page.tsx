import type { ReactNode } from 'react'

export function Breadcrumb({
  label,
  items,
}: {
  label: string
  items: { href?: string; label: string }[]
}) {
  return (
    <nav aria-label={label}>
      <ol className="crumbs">
        {items.map((item) => (
          <li key={item.label}>{item.href ? <a href={item.href}>{item.label}</a> : item.label}</li>
        ))}
      </ol>
    </nav>
  )
}

export function PageTitle({
  number,
  children,
  lang,
}: {
  number?: string | number
  children: ReactNode
  lang?: string | undefined
}) {
  return (
    <h1 className="max-w-[26ch]" lang={lang}>
      {number !== undefined && <span className="number">{number}</span>}
      {children}
    </h1>
  )
}

export function Lead({ children, lang }: { children: ReactNode; lang?: string | undefined }) {
  return (
    <p className="lead mt-3" lang={lang}>
      {children}
    </p>
  )
}

export function Section({
  title,
  id,
  children,
  aside,
}: {
  title: string
  id?: string
  children: ReactNode
  aside?: ReactNode
}) {
  return (
    <section className="section" {...(id && { id, 'aria-labelledby': `${id}-title` })}>
      <header className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 {...(id && { id: `${id}-title` })}>{title}</h2>
        {aside && <div className="when">{aside}</div>}
      </header>
      {children}
    </section>
  )
}

/** How many parts a page has before it says what they are: with fewer it is no longer than three screens. */
const PARTS_WITHOUT_CONTENTS = 4

/** What stands on a long page, each a link to its section. */
export function Contents({ label, items }: { label: string; items: { id: string; title: string }[] }) {
  if (items.length <= PARTS_WITHOUT_CONTENTS) return null
  return (
    <nav aria-label={label} className="contents-list no-print">
      <p className="font-semibold">{label}</p>
      <ol>
        {items.map(({ id, title }) => (
          <li key={id}>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

export function TwoColumns({ children, aside }: { children: ReactNode; aside: ReactNode }) {
  return (
    <div className="two">
      <div className="min-w-0">{children}</div>
      <aside className="min-w-0 text-[0.95rem]">{aside}</aside>
    </div>
  )
}

export function Card({ strong = false, children }: { strong?: boolean; children: ReactNode }) {
  return <div className={strong ? 'card card-strong' : 'card'}>{children}</div>
}

/** Nothing here yet, and what one can do about it. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="empty">
      <p className="font-semibold">{title}</p>
      {children && <div className="mt-1 text-soft">{children}</div>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  )
}

type Tone = 'info' | 'done' | 'warning' | 'error'

export function Notice({
  tone = 'info',
  title,
  children,
}: {
  tone?: Tone
  title?: string
  children?: ReactNode
}) {
  return (
    <div className={`notice notice-${tone} my-4`} role={tone === 'error' ? 'alert' : 'status'}>
      {title && <p className="font-semibold">{title}</p>}
      {children}
    </div>
  )
}

export function Tag({ children }: { children: ReactNode }) {
  return <span className="tag">{children}</span>
}

export function Facts({ items }: { items: { label: string; value: ReactNode }[] }) {
  return (
    <dl className="facts">
      {items.map(({ label, value }) => (
        <div className="contents" key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Newer and older pages by cursor. */
export function Pagination({
  label,
  first,
  next,
}: {
  label: string
  first?: { href: string; label: string } | null
  next?: { href: string; label: string } | null
}) {
  if (!first && !next) return null
  return (
    <nav aria-label={label} className="no-print mt-6 flex gap-3">
      {first && (
        <a className="button button-plain" href={first.href}>
          {first.label}
        </a>
      )}
      {next && (
        <a className="button button-plain" href={next.href} rel="next">
          {next.label}
        </a>
      )}
    </nav>
  )
}

type Choice = {
  name: string
  label: string
  value?: string | undefined
  options: { value: string; label: string }[]
}
type DayChoice = { name: string; label: string; value?: string | undefined }

/** Filters of a list as a plain GET form: it works without scripts, and its address can be kept. On a phone it folds away while nothing is chosen. */
export function FilterBar({
  action,
  choices,
  days = [],
  submit,
  clear,
  label,
}: {
  action: string
  choices: Choice[]
  days?: DayChoice[]
  submit: string
  clear?: { href: string; label: string } | undefined
  label: string
}) {
  return (
    <details className="filter no-print" open={clear !== undefined}>
      <summary>{label}</summary>
      <form action={action} method="get" role="search" aria-label={label}>
        {choices.map(({ name, label: text, value, options }) => (
          <label key={name} className="filter-field">
            <span>{text}</span>
            <select name={name} defaultValue={value ?? ''} className="input">
              {options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </select>
          </label>
        ))}
        {days.map(({ name, label: text, value }) => (
          <label key={name} className="filter-field">
            <span>{text}</span>
            <input type="date" name={name} defaultValue={value ?? ''} className="input" />
          </label>
        ))}
        <button className="button button-plain" type="submit">
          {submit}
        </button>
        {clear && (
          <a className="py-2.5" href={clear.href}>
            {clear.label}
          </a>
        )}
      </form>
    </details>
  )
}

export function ButtonLink({
  href,
  children,
  kind = 'main',
  small = false,
}: {
  href: string
  children: ReactNode
  kind?: 'main' | 'quiet' | 'plain'
  small?: boolean
}) {
  return (
    <a
      href={href}
      className={`button ${kind === 'main' ? '' : `button-${kind}`} ${small ? 'button-small' : ''}`}
    >
      {children}
    </a>
  )
}
