'use client'

import { startRegistration } from '@simplewebauthn/browser'
import { useRouter } from 'next/navigation'
import { useState, useSyncExternalStore } from 'react'
import { askToEnrol, enrol } from '@/app/_request/passkey-actions'
import { knowsPasskeys, neverChanges } from '@/components/form/passkey'

type Words = {
  make: string
  making: string
  label: string
  labelHint: string
  as: string
  unsupported: string
  cancelled: string
  unreachable: string
}
type Props = {
  forum: string
  locale: string
  formKey: string
  person: string
  seats: { value: string; label: string }[]
  words: Words
}

const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** The browser asks the device for a new key, and the server what it thinks of it. */
async function enrolThisDevice(
  form: FormData,
  { forum, locale, formKey, person, words }: Props,
): Promise<Partial<Awaited<ReturnType<typeof enrol>>>> {
  const asked = await askToEnrol(forum)
  if (!asked) return { problem: words.unreachable }
  const { rpId, challenge, user } = asked
  const response = await startRegistration({
    optionsJSON: {
      challenge,
      rp: { id: rpId, name: asked.forum },
      user: { id: base64url(new TextEncoder().encode(user)), name: person, displayName: person },
      pubKeyCredParams: [
        { type: 'public-key', alg: -7 },
        { type: 'public-key', alg: -8 },
      ],
      attestation: 'none',
      timeout: 300_000,
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    },
  }).catch(() => null)
  if (!response) return { problem: words.cancelled }
  return enrol(
    {
      forum,
      locale,
      key: formKey,
      as: String(form.get('as')),
      label: String(form.get('label') ?? ''),
    },
    response,
  )
}

/** Makes a passkey on the device before which one sits. Only a browser can. */
export function MakePasskey(props: Props) {
  const { forum, locale, seats, words } = props
  const router = useRouter()
  const known = useSyncExternalStore<boolean | null>(neverChanges, knowsPasskeys, () => null)
  const [making, setMaking] = useState(false)
  const [problem, tell] = useState<string>()
  const enrolHere = async (form: FormData): Promise<string | undefined> => {
    const { done, problem: refused } = await enrolThisDevice(form, props)
    if (!done) return refused
    router.push(`/${locale}/${forum}/desk/devices?done=devices.enrol&entry=${done.index}`)
    return undefined
  }
  const make = async (form: FormData) => {
    setMaking(true)
    tell(undefined)
    tell(await enrolHere(form).catch(() => words.unreachable))
    setMaking(false)
  }
  if (known === false) return <p>{words.unsupported}</p>
  const [only] = seats
  return (
    <form className="stack max-w-[42rem]" action={make}>
      {problem && (
        <p className="notice notice-warning" role="alert">
          {problem}
        </p>
      )}
      {seats.length === 1 ? (
        <input type="hidden" name="as" value={only?.value} />
      ) : (
        <label className="label grid gap-1">
          {words.as}
          <select name="as" className="input">
            {seats.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
      )}
      <div>
        <label className="label" htmlFor="passkey-label">
          {words.label}
        </label>
        <p className="hint" id="passkey-label-hint">
          {words.labelHint}
        </p>
        <input
          id="passkey-label"
          name="label"
          className="input"
          maxLength={80}
          aria-describedby="passkey-label-hint"
        />
      </div>
      <p>
        <button type="submit" className="button" aria-disabled={making} disabled={known === null}>
          {making ? words.making : words.make}
        </button>
      </p>
    </form>
  )
}
