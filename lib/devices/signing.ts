import { createHmac, randomBytes } from 'node:crypto'
import { verifyRegistrationResponse } from '@simplewebauthn/server'
import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import type { z } from 'zod'
import { digestOfAct } from '../act/act.ts'
import type { Act, Outcome, Prepare, Request } from '../act/act.ts'
import type { Command } from '../act/command.ts'
import type { SecondLook } from '../act/gravity.ts'
import { ok, refuse } from '../act/refusal.ts'
import type { Standing } from '../act/refusal.ts'
import type { Viewer } from '../act/viewer.ts'
import type { Database, Writer } from '../db/client.ts'
import {
  binds,
  challengeOf,
  checkAssertion,
  faultOfAssertion,
  parseAuthenticatorData,
  signedBytesOf,
  toBase64Url,
} from '../log/assertion.ts'
import type { SignedAssertion } from '../log/assertion.ts'
import type { Lexicon } from '../log/fact.ts'
import type { Draw, WholeAct } from '../log/append.ts'
import { fromBase64, fromUtf8, toBase64 } from '../log/encoding.ts'
import { signingDevicesOf } from './record.ts'

const MINUTES = 5

/** The one site whose passkeys these are, from the settings and never from a request. */
export type Site = { origin: string; rpId: string }

export function siteOf(publicUrl: string): Site {
  const { origin, hostname } = new URL(publicUrl)
  return { origin, rpId: hostname }
}

/** What the browser shows and has signed: the bytes, what opens their seals, and the passkeys that may. */
export type Offer = {
  is: 'offer'
  challenge: string
  signedText: string
  rpId: string
  credentials: string[]
  beside: { seal: string; salt: string; value: string }[]
  /** what is shown together with it, where what is signed is final */
  look: SecondLook | null
}

/** An assertion as a browser gives it: the passkey is named by its credential. */
export type Answer = {
  credentialId: string
  authenticatorData: string
  clientDataJSON: string
  signature: string
}

export type SigningDoor = ReturnType<typeof openSigningDoor>

type Signing = {
  database: Database
  act: Act
  prepare: Prepare
  site: Site
  lexicon: Lexicon
  clock: () => Date
}

/**
 * The door for passkeys: questions that are answered once and within minutes, and acts that come with their answer.
 */
export function openSigningDoor(
  database: Database,
  act: Act,
  prepare: Prepare,
  site: Site,
  lexicon: Lexicon,
  clock: () => Date = () => new Date(),
) {
  const signing: Signing = { database, act, prepare, site, lexicon, clock }
  return {
    askForEnrolment: (viewer: Viewer) => askForEnrolment(signing, viewer),
    enrolled: (viewer: Viewer, response: RegistrationResponseJSON) =>
      enrolled(signing, viewer, response),
    offer: <I extends z.ZodType, S>(command: Command<I, S>, request: ToSign) =>
      offer(signing, command, request),
    actSigned: <I extends z.ZodType, S>(command: Command<I, S>, request: ToSign, answer: Answer) =>
      actSigned(signing, command, request, answer),
    askForSignIn: () => askForSignIn(signing),
    signedInBy: (answer: Answer) => signedInBy(signing, answer),
    site,
  }
}

/** An act before it is signed. */
type ToSign = Pick<Request, 'viewer' | 'key' | 'input' | 'looked'>

async function ask(
  { database, clock }: Signing,
  row: {
    challenge?: string
    purpose: string
    forumId?: string
    personId?: string
    actKey?: string
    digest?: Uint8Array<ArrayBuffer>
    seed?: Uint8Array<ArrayBuffer>
  },
): Promise<string> {
  const now = clock().getTime()
  const challenge = row.challenge ?? toBase64Url(randomBytes(32))
  await database.deviceChallenge.deleteMany({ where: { expiresAt: { lte: new Date(now) } } })
  // Asked again about the same bytes, the same question stands, and still has one answer.
  const data = { ...row, challenge, expiresAt: new Date(now + MINUTES * 60_000) }
  await database.deviceChallenge.upsert({ where: { challenge }, create: data, update: data })
  return challenge
}

/** A question counts once: whoever takes it away first has it. */
async function answered({ database, clock }: Signing, challenge: string, purpose: string) {
  const found = await database.deviceChallenge.findUnique({ where: { challenge } })
  const taken =
    found?.purpose === purpose
      ? await database.deviceChallenge.deleteMany({ where: { challenge, purpose } })
      : null
  return found && taken?.count === 1 && found.expiresAt > clock() ? found : null
}

function askForEnrolment(signing: Signing, { forum, person }: Viewer): Promise<string> {
  return ask(signing, { purpose: 'enrol', forumId: forum.id, ...(person && { personId: person }) })
}

/** The new passkey of an answer to `askForEnrolment`; null where it answers nothing that this person was asked here. */
async function enrolled(
  signing: Signing,
  { forum, person }: Viewer,
  response: RegistrationResponseJSON,
): Promise<{ credentialId: string; publicKey: string; rpId: string } | null> {
  const challenge = challengeIn(response.response.clientDataJSON)
  const asked = challenge === null ? null : await answered(signing, challenge, 'enrol')
  if (!asked || asked.forumId !== forum.id || !person || asked.personId !== person) return null
  const { registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedChallenge: asked.challenge,
    expectedOrigin: signing.site.origin,
    expectedRPID: signing.site.rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: [-7, -8],
  }).catch(() => ({ registrationInfo: undefined }))
  return registrationInfo
    ? {
        credentialId: registrationInfo.credential.id,
        publicKey: toBase64(registrationInfo.credential.publicKey),
        rpId: signing.site.rpId,
      }
    : null
}

/** What there is to sign before an act is done; null where the person has no passkey that counts, or nothing binds. */
async function offer<I extends z.ZodType, S>(
  signing: Signing,
  command: Command<I, S>,
  request: ToSign,
): Promise<Offer | Exclude<Outcome, { is: 'done' }> | null> {
  const { viewer, key, input } = request
  const devices = viewer.person
    ? await signingDevicesOf(signing.database, viewer.forum.id, viewer.person)
    : []
  if (!viewer.person || devices.length === 0) return null
  const seed = new Uint8Array(randomBytes(32))
  const prepared = await signing.prepare(command, {
    ...request,
    clock: signing.clock,
    draw: drawFrom(seed),
  })
  if (prepared.is === 'done') return null
  if (prepared.is !== 'prepared') return prepared
  if (!binds(prepared.whole, signing.lexicon)) return null
  const bytes = signedBytesOf(viewer.forum.id, prepared.whole, signing.lexicon)
  const challenge = await ask(signing, {
    challenge: challengeOf(bytes),
    purpose: 'act',
    forumId: viewer.forum.id,
    personId: viewer.person,
    actKey: key,
    digest: digestOfAct(command.name, input),
    seed,
  })
  const signedText = fromUtf8(bytes)
  return {
    is: 'offer',
    challenge,
    signedText,
    rpId: signing.site.rpId,
    credentials: devices.map((device) => device.credentialId),
    look: prepared.look,
    beside: prepared.payloads.flatMap(({ seal, salt, value }) =>
      salt !== null && value !== null && signedText.includes(seal) ? [{ seal, salt, value }] : [],
    ),
  }
}

/**
 * The act, with what the device answered: decided again from the same seed, and refused where it would bind
 * to anything else.
 */
async function actSigned<I extends z.ZodType, S>(
  signing: Signing,
  command: Command<I, S>,
  { viewer, key, input, looked }: ToSign,
  answer: Answer,
): Promise<Outcome> {
  const challenge = challengeIn(answer.clientDataJSON, 'base64')
  const asked = challenge === null ? null : await answered(signing, challenge, 'act')
  const isThis =
    asked?.seed &&
    asked.digest &&
    asked.forumId === viewer.forum.id &&
    asked.personId === viewer.person &&
    asked.actKey === key &&
    Buffer.from(asked.digest).equals(digestOfAct(command.name, input))
  const device = await signing.database.device.findFirst({
    where: { forumId: viewer.forum.id, credentialId: answer.credentialId },
  })
  if (!isThis || !asked.seed || !device) {
    // What was done before is answered as before: the connection may have broken behind the act.
    const prior = await signing.prepare(command, { viewer, key, input, clock: signing.clock })
    return prior.is === 'done' ? prior : { is: 'refused', refusal: refuse('devices.askAgain') }
  }
  const { authenticatorData, clientDataJSON, signature } = answer
  const signed: SignedAssertion = { device: device.id, authenticatorData, clientDataJSON, signature }
  const draw = drawFrom(asked.seed)
  return signing.act(command, {
    viewer,
    key,
    input,
    ...(looked !== undefined && { looked }),
    clock: signing.clock,
    draw,
    signature: { signed, judge: (tx, whole) => judged(signing, tx, viewer, whole) },
  })
}

/** In the act's own transaction: the passkey of this person, vouched for, not lost, and over these very facts. */
async function judged(
  { site, lexicon }: Signing,
  tx: Writer,
  { forum, person }: Viewer,
  body: WholeAct,
): Promise<Standing> {
  const device =
    body.signed && (await tx.device.findFirst({ where: { id: body.signed.device, forumId: forum.id } }))
  if (!body.signed || !device || device.personId !== person || !device.endorsedAt || device.lostAt)
    return refuse('devices.notYours')
  const fault = checkAssertion({
    forum: forum.id,
    body,
    publicKey: fromBase64(device.publicKey),
    rpId: device.rpId,
    origin: site.origin,
    lexicon,
  })
  if (fault === 'other-challenge') return refuse('devices.changedMeanwhile')
  if (fault) return refuse('devices.badAnswer')
  return (await countsOn(tx, device.id, body.signed)) ? ok : refuse('devices.badAnswer')
}

function askForSignIn(signing: Signing): Promise<string> {
  return ask(signing, { purpose: 'sign-in' })
}

/** Whose passkey answered: the e-mail of the account that may come in with it. One answer for every reason why not. */
async function signedInBy(signing: Signing, answer: Answer): Promise<string | null> {
  const challenge = challengeIn(answer.clientDataJSON, 'base64')
  const asked = challenge === null ? null : await answered(signing, challenge, 'sign-in')
  if (!asked) return null
  // The same passkey may be known to several forums of this site. It comes in while one of them takes it.
  const devices = await signing.database.device.findMany({
    where: { credentialId: answer.credentialId, endorsedAt: { not: null }, lostAt: null },
  })
  for (const device of devices) {
    const signed = { ...answer, device: device.id }
    const fault = faultOfAssertion({
      signed,
      challenge: asked.challenge,
      publicKey: fromBase64(device.publicKey),
      rpId: signing.site.rpId,
      origin: signing.site.origin,
    })
    if (fault || !(await countsOn(signing.database, device.id, signed))) continue
    const person = await signing.database.person.findUnique({
      where: { id: device.personId },
      select: { email: true },
    })
    if (person?.email) return person.email
  }
  return null
}

/** Ids and salts that come out the same when an act is decided again. */
function drawFrom(seed: Uint8Array): Draw {
  let count = 0
  const next = () =>
    createHmac('sha256', seed)
      .update(String((count += 1)))
      .digest()
  return {
    salt: () => new Uint8Array(next()),
    id: () => {
      const bytes = next().subarray(0, 16)
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
      return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    },
  }
}

/** The question that client data says it answers. */
function challengeIn(
  clientDataJSON: string,
  encoding: 'base64' | 'base64url' = 'base64url',
): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, encoding).toString('utf8')) as {
      challenge?: unknown
    }
    return typeof challenge === 'string' ? challenge : null
  } catch {
    return null
  }
}

/**
 * WebAuthn 7.2, step 22: a device that counts never counts backwards, or there are two of it. Those that do
 * not count say 0.
 */
async function countsOn(
  tx: Writer,
  device: string,
  { authenticatorData }: Pick<SignedAssertion, 'authenticatorData'>,
): Promise<boolean> {
  const { counter } = parseAuthenticatorData(fromBase64(authenticatorData))
  const counted = await tx.$queryRaw<unknown[]>`
    INSERT INTO device_counter AS c ("deviceId", counter) VALUES (${device}::uuid, ${counter}::bigint)
    ON CONFLICT ("deviceId") DO UPDATE SET counter = EXCLUDED.counter
    WHERE EXCLUDED.counter > c.counter OR (EXCLUDED.counter = 0 AND c.counter = 0) RETURNING 1`
  return counted.length === 1
}
