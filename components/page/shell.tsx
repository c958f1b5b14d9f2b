import type { ReactNode } from 'react'

export type NavItem = { href: string; label: string; current?: boolean }

type Props = {
  brand: { href: string; label: string }
  nav: NavItem[]
  /** what the navigation is called for those who hear the page */
  navLabel: string
  skip: string
  /** the same page in another language; without an address, that there is none */
  language?: { href?: string; label: string; lang: string }
  /** where words are looked for: a field that works by itself, and a script may lead to by its key */
  search?: { action: string; label: string; submit: string; focusedBy?: ReactNode }
  /** sign in, or the person's menu */
  account?: ReactNode
  banners?: ReactNode
  footer?: ReactNode
  children: ReactNode
}

export function Shell({
  brand,
  nav,
  navLabel,
  skip,
  language,
  search,
  account,
  banners,
  footer,
  children,
}: Props) {
  return (
    <>
      <a className="skip" href="#content">
        {skip}
      </a>
      <header>
        {banners}
        <div className="masthead">
          <div className="wide masthead-row">
            <a className="brand" href={brand.href}>
              <BrandMark />
              {brand.label}
            </a>
            {nav.length > 0 && (
              <nav className="nav" aria-label={navLabel}>
                {nav.map((item) => (
                  <a
                    key={item.href}
                    href={item.href}
                    {...(item.current && { 'aria-current': 'page' as const })}
                  >
                    {item.label}
                  </a>
                ))}
              </nav>
            )}
            <div className="masthead-end">
              {search && <SearchField {...search} />}
              {language && <Language language={language} />}
              {account}
            </div>
          </div>
        </div>
      </header>
      <main id="content" className="wide py-8" tabIndex={-1}>
        {children}
      </main>
      {footer && (
        <footer className="foot">
          <div className="wide foot-row">{footer}</div>
        </footer>
      )}
    </>
  )
}

function Language({ language: { href, label, lang } }: { language: NonNullable<Props['language']> }) {
  if (href === undefined)
    return (
      // Where there is little room it stands at the foot of the page alone.
      <span className="when max-sm:hidden" lang={lang}>
        {label}
      </span>
    )
  return (
    <a href={href} lang={lang} hrefLang={lang}>
      {label}
    </a>
  )
}

function SearchField({ action, label, submit, focusedBy }: NonNullable<Props['search']>) {
  return (
    <form
      className="masthead-search no-print"
      action={action}
      method="get"
      role="search"
      aria-label={label}
    >
      <input type="search" name="q" aria-label={label} placeholder={submit} autoComplete="off" />
      <button type="submit" aria-label={submit}>
        <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
          <circle cx="8.5" cy="8.5" r="5.5" fill="none" stroke="currentColor" strokeWidth="2" />
          <path d="M12.8 12.8 18 18" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
        </svg>
      </button>
      {focusedBy}
    </form>
  )
}

function BrandMark() {
  return (
    <svg viewBox="0 0 48 40" width="38" height="32" aria-hidden="true">
      <path d="M8 22h32M16 22v12M32 22v12" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
      <circle cx="12" cy="10" r="5.2" fill="var(--civil)" />
      <path d="M24 4l6 6-6 6-6-6z" fill="var(--oversight)" />
      <rect x="31" y="5" width="10" height="10" fill="var(--executive)" />
    </svg>
  )
}

/** A line above everything: practice table, record of the past, demonstration. Under a title, the rest folds away where there is little room. */
export function Banner({
  title,
  alarm = false,
  children,
}: {
  title?: string
  alarm?: boolean
  children: ReactNode
}) {
  return (
    <div className="banner" data-alarm={alarm || undefined}>
      <div className="wide">
        {title ? (
          <details open={alarm}>
            <summary>{title}</summary>
            <p className="banner-text">{children}</p>
          </details>
        ) : (
          children
        )}
      </div>
    </div>
  )
}
