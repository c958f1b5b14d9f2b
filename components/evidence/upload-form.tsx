'use client'

import { useEffect, useRef, useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { useRouter } from 'next/navigation'
import type { Upload } from 'tus-js-client'

export type UploadWords = {
  submit: string
  progress: string
  sending: string
  stopped: string
  noRoom: string
  tooLarge: string
  again: string
  choose: string
}

type Props = {
  forum: string
  /** where a plain form goes, and how both say what came of it */
  action: string
  back: string
  largest: number
  words: UploadWords
  /** the field in which the file is chosen */
  children: ReactNode
}

const CHUNK = 5 * 1024 * 1024
const endpoint = '/api/uploads'

/** What the form hears of a file on its way: the share that came, where to go when it is over, and that it stopped. */
type Hears = {
  came: (share: number) => void
  leave: (query: string) => void
  stop: (noRoom: boolean) => void
}

async function senderOf(
  file: File,
  forum: string,
  back: string,
  { came, leave, stop }: Hears,
): Promise<Upload> {
  const { Upload: Sender } = await import('tus-js-client')
  const sender = new Sender(file, {
    endpoint,
    chunkSize: CHUNK,
    headers: { 'X-Forum': forum },
    metadata: { filename: file.name },
    retryDelays: [0, 1_000, 3_000, 5_000],
    removeFingerprintOnSuccess: true,
    // One person's upload is another's neither to see nor to go on with: the forum and the page belong to its mark.
    fingerprint: (_file, options) =>
      Promise.resolve(
        ['mesa', forum, back, file.name, file.size, file.lastModified, options.endpoint].join('|'),
      ),
    onProgress: (sent, whole) => came(whole > 0 ? sent / whole : 0),
    onSuccess: () => leave(`upload=${sender.url?.split('/').at(-1) ?? ''}`),
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0
      return status === 0 || (status >= 500 && status !== 507)
    },
    onError: (error) => {
      const answer = 'originalResponse' in error ? error.originalResponse : null
      const refused = refusalIn(answer?.getBody() ?? '')
      if (refused) leave(`refused=${encodeURIComponent(refused)}`)
      else stop(answer?.getStatus() === 507)
    },
  })
  return sender
}

/**
 * Sends a file. Without scripts the browser posts it in one go; with them it goes in pieces, goes on where
 * it stopped, by itself when the connection is back, and after a closed tab when the same file is chosen
 * again. Both lead to the same page, which hands it in.
 */
export function UploadForm({ forum, action, back, largest, words, children }: Props) {
  const [share, setShare] = useState<number | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const upload = useRef<Upload | null>(null)
  const router = useRouter()

  useEffect(() => {
    const goOn = () => {
      if (upload.current && said) {
        setSaid(null)
        upload.current.start()
      }
    }
    window.addEventListener('online', goOn)
    return () => window.removeEventListener('online', goOn)
  }, [said])

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const file = event.currentTarget.querySelector<HTMLInputElement>('input[type=file]')?.files?.[0]
    if (!file) return setSaid(words.choose)
    if (file.size > largest) return setSaid(words.tooLarge)
    setSaid(null)
    setShare(0)
    const sender = await senderOf(file, forum, back, {
      came: setShare,
      leave: (query) => router.push(`${back}?${query}#evidence`),
      stop: (noRoom) => setSaid(noRoom ? words.noRoom : words.stopped),
    })
    upload.current = sender
    const [previous] = await sender.findPreviousUploads()
    if (previous) sender.resumeFromPreviousUpload(previous)
    sender.start()
  }

  const percent = Math.floor((share ?? 0) * 100)
  return (
    <form
      action={action}
      method="post"
      encType="multipart/form-data"
      onSubmit={(event) => void send(event)}
      className="stack"
    >
      {children}
      {share !== null && (
        <p className="grid gap-1">
          <progress className="upload-progress" max={100} value={percent} aria-label={words.progress} />
          <span className="when">{words.sending.replace('{percent}', String(percent))}</span>
        </p>
      )}
      <p role="status">{said && <strong className="text-accent">{said}</strong>}</p>
      <p>
        {said && share !== null ? (
          <button
            type="button"
            className="button button-quiet"
            onClick={() => {
              setSaid(null)
              upload.current?.start()
            }}
          >
            {words.again}
          </button>
        ) : (
          <button type="submit" className="button" disabled={share !== null}>
            {words.submit}
          </button>
        )}
      </p>
    </form>
  )
}

/** The key of a refusal, where the answer carries one. */
function refusalIn(body: string): string | null {
  try {
    const { refused } = JSON.parse(body) as { refused?: unknown }
    return typeof refused === 'string' ? refused : null
  } catch {
    return null
  }
}
