import { base64URLStringToBuffer, startAuthentication } from '@simplewebauthn/browser'
import { toBase64 } from '@/lib/log/encoding.ts'

const standard = (text: string) => toBase64(new Uint8Array(base64URLStringToBuffer(text)))

/** Asks the device, and gives its answer as the field `signing` carries it; null where it did not answer, or somebody cancelled. */
export async function answerOfDevice({
  challenge,
  rpId,
  credentials = [],
}: {
  challenge: string
  rpId: string
  credentials?: string[]
}): Promise<string | null> {
  try {
    const { id, response } = await startAuthentication({
      optionsJSON: {
        challenge,
        rpId,
        userVerification: 'required',
        timeout: 300_000,
        allowCredentials: credentials.map((credential) => ({
          id: credential,
          type: 'public-key' as const,
        })),
      },
    })
    const { authenticatorData, clientDataJSON, signature } = response
    return JSON.stringify({
      credentialId: id,
      authenticatorData: standard(authenticatorData),
      clientDataJSON: standard(clientDataJSON),
      signature: standard(signature),
    })
  } catch {
    return null
  }
}

/** Whether this browser knows passkeys: asked where there is a browser. */
export const knowsPasskeys = () => typeof window !== 'undefined' && 'PublicKeyCredential' in window
export const neverChanges = () => () => undefined
