import { Fragment } from 'react'

/** The same minutes in other clothes: plain links, for the portal has no script. */
export function TakeAway({ label, files }: { label: string; files: { href: string; name: string }[] }) {
  return (
    <p className="no-print">
      {label}
      {files.map(({ href, name }, place) => (
        <Fragment key={href}>
          {' '}
          <span className="whitespace-nowrap">
            <a href={href}>{name}</a>
            {place < files.length - 1 && ' ·'}
          </span>
        </Fragment>
      ))}
    </p>
  )
}
