/** 25 MB: what a scanned report weighs, and what a mailbox would still take. */
export const LARGEST_FILE = 25 * 1024 * 1024

export const judgements = ['accepted', 'questioned'] as const
export type Judgement = (typeof judgements)[number]

/** Why nothing was found at a link. */
export const linkProblems = [
  'not-found',
  'refused',
  'failed',
  'unreachable',
  'slow',
  'private-address',
  'too-many-redirects',
] as const
export type LinkProblem = (typeof linkProblems)[number]

/** What was found at a link, as far as it can be compared with what is found there next week. */
export type Capture = {
  reached: boolean
  problem: LinkProblem | null
  status: number | null
  finalAddress: string | null
  title: string | null
  type: string | null
  size: number | null
  /** SHA-256 of what was there; null where nothing was, or more than is read */
  digest: string | null
}

/** Whether a link says the same as before. A page that stamps the hour changes its digest each time, which is told as well. */
export function isSameCapture(one: Capture, other: Capture): boolean {
  return (
    one.reached === other.reached &&
    one.problem === other.problem &&
    one.digest === other.digest &&
    one.finalAddress === other.finalAddress
  )
}

export type LinkState = 'not-yet' | 'alive' | 'changed' | 'dead'

/** What the board says of a link: by its latest capture, and by the first that found something. */
export function stateOfLink(captures: Pick<Capture, 'reached' | 'digest'>[]): LinkState {
  const latest = captures.at(-1)
  if (!latest) return 'not-yet'
  if (!latest.reached) return 'dead'
  const first = captures.find((capture) => capture.reached)
  return first && first.digest !== latest.digest ? 'changed' : 'alive'
}

export const LINK_CHECK_DAYS = 7

/** A file by its content. `text` and `csv` are told apart by name alone: their bytes are the same. */
export const fileKinds: Record<string, { type: string; extensions: string[] }> = {
  pdf: { type: 'application/pdf', extensions: ['pdf'] },
  png: { type: 'image/png', extensions: ['png'] },
  jpg: { type: 'image/jpeg', extensions: ['jpg', 'jpeg'] },
  gif: { type: 'image/gif', extensions: ['gif'] },
  webp: { type: 'image/webp', extensions: ['webp'] },
  docx: {
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    extensions: ['docx'],
  },
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extensions: ['xlsx'],
  },
  pptx: {
    type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    extensions: ['pptx'],
  },
  odt: { type: 'application/vnd.oasis.opendocument.text', extensions: ['odt'] },
  ods: { type: 'application/vnd.oasis.opendocument.spreadsheet', extensions: ['ods'] },
  odp: { type: 'application/vnd.oasis.opendocument.presentation', extensions: ['odp'] },
  csv: { type: 'text/csv', extensions: ['csv', 'tsv'] },
  text: { type: 'text/plain', extensions: ['txt', 'md'] },
}

export const acceptedExtensions = Object.values(fileKinds).flatMap((one) => one.extensions)

/** Browsers show pictures; everything else is saved, so that nothing runs under our address. */
export function isPicture(type: string): boolean {
  return type.startsWith('image/')
}

/** The name without what a path or a header could be made of. */
export function plainName(name: string): string {
  const last = (name.normalize('NFC').split(/[/\\]/).at(-1) ?? '')
    .replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069"<>|:*?]/g, '')
    .trim()
  const dot = last.lastIndexOf('.')
  const [stem, extension] = dot > 0 ? [last.slice(0, dot), last.slice(dot)] : [last, '']
  return `${stem.slice(0, 150) || 'documento'}${extension.slice(0, 12)}`
}

export function extensionOf(name: string): string {
  return /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
}
