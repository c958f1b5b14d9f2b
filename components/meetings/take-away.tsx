import { Fragment } from 'react'

/** The same minutes in other clothes: plain links, for the portal has no script. */
export function TakeAway({ label, files }: { label: string; files: { href: string; name: string }[] }) {
  return (
    <p className="no-print">
      {label} {files.map(({ href, name }, place) => <Fragment key={href}>{place > 0 && ' · '}<a href={href}>{name}</a></Fragment>)}
    </p>
  )
}
