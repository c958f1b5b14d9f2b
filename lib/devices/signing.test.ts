import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import type { Place } from '../../prisma/small-table.ts'
import { softAuthenticator } from '../../testing/soft-authenticator.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { openPreparing } from '../act/act.ts'
import { openDatabase } from '../db/client.ts'
import { effects } from '../effects.ts'
import { lexicon } from '../facts.ts'
import { challengeOf, checkAssertion, signedBytesOf } from '../log/assertion.ts'
import type { SignableBody } from '../log/assertion.ts'
import { publicKeyOf } from '../log/ed25519.ts'
import { COSIGNATURE, cosignatureLine, formatKey, keyOf } from '../log/note.ts'
import { toUtf8 } from '../log/encoding.ts'
import { originOf } from '../log/signer.ts'
import { resumeParticipation, suspendParticipation } from '../proposals/commands.ts'
import { nameWitness } from '../witnesses/commands.ts'
import { namingText } from '../witnesses/rules.ts'
import { Differences } from '../act/verify.ts'
import { endorseDevice, enrolDevice, loseDevice } from './commands.ts'
import { DeviceLedger } from './ledger.ts'
import { devicesOf } from './seen.ts'
import { enrolmentText, lossText } from './rules.ts'
import { openSigningDoor, siteOf } from './signing.ts'
import type { Answer, Offer } from './signing.ts'
import { checkSignatures } from './verify.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())
const site = siteOf('https://mesa.example.org')
const prose = (text: string) => ({ lang: 'es', text })
const time = 1_800_000_000

let now = new Date()
let table: Awaited<ReturnType<typeof smallTable>>
let door: ReturnType<typeof openSigningDoor>
const witness = {
  name: `civil-${randomUUID().slice(0, 8)}.example/testigo`,
  seed: randomBytes(32) as Uint8Array,
}
const witnessKey = formatKey(keyOf(witness.name, publicKeyOf(witness.seed), COSIGNATURE))
const byWitness = (text: string, { name, seed } = witness) =>
  `${text}\n${cosignatureLine(text, name, seed, time)}`

type Passkey = ReturnType<typeof softAuthenticator>
const named = (place: Place, passkey: Passkey) => ({
  person: place.person,
  sector: place.sector,
  credentialId: passkey.credentialId,
  publicKey: Buffer.from(passkey.publicKey).toString('base64'),
  rpId: site.rpId,
})

beforeAll(async () => {
  table = await smallTable(database, 'llaves')
  door = openSigningDoor(database, table.act, openPreparing(database, effects), site, lexicon, () => now)
  done(
    await table.civil.as(nameWitness, {
      vkey: witnessKey,
      note: byWitness(
        namingText({
          origin: originOf(table.forum.id),
          sector: table.civil.sector,
          key: witnessKey,
          old: null,
        }),
      ),
    }),
  )
})

async function enrol(place: Place, passkey: Passkey): Promise<string> {
  const { credentialId, publicKey, rpId } = named(place, passkey)
  return String(done(await place.as(enrolDevice, { credentialId, publicKey, rpId })).device)
}
const endorse = (
  place: Place,
  passkey: Passkey,
  device: string,
  note = byWitness(enrolmentText(originOf(table.forum.id), named(place, passkey))),
) => place.as(endorseDevice, { device, note })
async function endorsed(place: Place = table.civil): Promise<Passkey & { device: string }> {
  const passkey = softAuthenticator(site)
  const device = await enrol(place, passkey)
  done(await endorse(place, passkey, device))
  return { ...passkey, device }
}

const request = async (
  place: Place,
  input: object = { scope: 'forum', reason: prose('Espionaje') },
  key = randomUUID() as string,
) => ({ viewer: await table.viewerOf(place.person), key, input: { as: place.seat, ...input } })
type Asked = Awaited<ReturnType<typeof request>>
async function offered(asked: Asked): Promise<Offer> {
  const offer = await door.offer(suspendParticipation, asked)
  if (offer?.is !== 'offer') throw new Error(`nothing was offered: ${JSON.stringify(offer)}`)
  return offer
}
function answered(passkey: Passkey, challenge: string, how = {}): Answer {
  const { authenticatorData, clientDataJSON, signature } = passkey.assertion('', challenge, how)
  return { credentialId: passkey.credentialId, authenticatorData, clientDataJSON, signature }
}
async function resumed(): Promise<void> {
  const open = await table.db.suspension.findFirst({
    where: { forumId: table.forum.id, resumedAt: null },
  })
  if (open) done(await table.civil.as(resumeParticipation, { suspension: open.id }))
}
async function bodyAt(index: number): Promise<SignableBody> {
  const { body } = await table.db.logEntry.findFirstOrThrow({
    where: { forumId: table.forum.id, index },
  })
  return JSON.parse(new TextDecoder().decode(body)) as SignableBody
}

describe('a passkey', () => {
  it('is made in answer to a question that was asked of this person, here, once', async () => {
    const [viewer, other] = await Promise.all([
      table.viewerOf(table.civil.person),
      table.viewerOf(table.oversight.person),
    ])
    const passkey = softAuthenticator(site)
    const made = passkey.registration(await door.askForEnrolment(viewer))
    expect(await door.enrolled(viewer, made)).toEqual({
      credentialId: passkey.credentialId,
      publicKey: named(table.civil, passkey).publicKey,
      rpId: site.rpId,
    })
    expect(await door.enrolled(viewer, made)).toBeNull()
    expect(
      await door.enrolled(other, passkey.registration(await door.askForEnrolment(viewer))),
    ).toBeNull()
    expect(await door.enrolled(viewer, passkey.registration(challengeOf(toUtf8('mine'))))).toBeNull()
    for (const how of [
      { origin: 'https://evil.example' },
      { rpId: 'evil.example' },
      { flags: 0x41 },
      { flags: 0x44 },
    ]) {
      expect(
        await door.enrolled(viewer, passkey.registration(await door.askForEnrolment(viewer), how)),
      ).toBeNull()
    }
  })

  it('counts for nothing before the sector’s witness vouches for it', async () => {
    const passkey = softAuthenticator(site)
    const device = await enrol(table.civil, passkey)
    expect(await door.offer(suspendParticipation, await request(table.civil))).toBeNull()
    expect(await door.signedInBy(answered(passkey, await door.askForSignIn()))).toBeNull()
    expect(
      (await devicesOf(await table.viewerOf(table.civil.person))).devices.find(
        (deviceSeen) => deviceSeen.id === device,
      ),
    ).toMatchObject({ own: true, state: 'waiting' })
    const text = enrolmentText(originOf(table.forum.id), named(table.civil, passkey))
    const refusedWith = (key: string) => ({ is: 'invalid', problems: [{ path: 'note', key }] })
    expect(await endorse(table.civil, passkey, device, 'x')).toMatchObject(refusedWith('devices.noNote'))
    expect(
      await endorse(
        table.civil,
        passkey,
        device,
        byWitness(text.replace(table.civil.person, table.oversight.person)),
      ),
    ).toMatchObject(refusedWith('devices.otherText'))
    expect(
      await endorse(
        table.civil,
        passkey,
        device,
        byWitness(lossText(originOf(table.forum.id), named(table.civil, passkey))),
      ),
    ).toMatchObject(refusedWith('devices.otherText'))
    expect(
      await endorse(
        table.civil,
        passkey,
        device,
        byWitness(text, { ...witness, seed: randomBytes(32) }),
      ),
    ).toMatchObject(refusedWith('devices.notSigned'))
    expect(await endorse(table.oversight, passkey, device)).toMatchObject({
      is: 'refused',
      refusal: { refused: 'devices.anotherSectors' },
    })
    done(await endorse(table.civil, passkey, device))
    expect(await endorse(table.civil, passkey, device)).toMatchObject({
      is: 'refused',
      refusal: { refused: 'devices.endorsedAlready' },
    })
    expect(
      await table.civil.as(enrolDevice, {
        ...named(table.civil, passkey),
        person: undefined,
        sector: undefined,
      }),
    ).toMatchObject({ is: expect.stringMatching(/refused|invalid/) as string })
  })

  it('waits where its sector has no witness', async () => {
    const passkey = softAuthenticator(site)
    const device = await enrol(table.oversight, passkey)
    expect(await endorse(table.oversight, passkey, device)).toMatchObject({
      is: 'refused',
      refusal: { refused: 'devices.noWitness' },
    })
  })

  it('is given up by its member at once, and by its sector with the witness’s word', async () => {
    const [one, two] = [await endorsed(), await endorsed()]
    expect(await table.oversight.as(loseDevice, { device: one.device })).toMatchObject({
      is: 'refused',
      refusal: { refused: 'devices.anotherSectors' },
    })
    done(await table.civil.as(loseDevice, { device: one.device }))
    expect(await table.civil.as(loseDevice, { device: one.device })).toMatchObject({
      is: 'refused',
      refusal: { refused: 'devices.lostAlready' },
    })
    expect(await door.signedInBy(answered(one, await door.askForSignIn()))).toBeNull()
    expect(await table.db.device.findUnique({ where: { id: two.device } })).toMatchObject({
      lostAt: null,
    })
  })
})

describe('an act signed on the member’s own device', () => {
  it('stands in the log with what anybody needs to check it', async () => {
    const passkey = await endorsed()
    const asked = await request(table.civil)
    const offer = await offered(asked)
    expect(offer.credentials).toContain(passkey.credentialId)
    expect(offer.beside.map((one) => one.value).join()).toContain('Espionaje')
    const answer = answered(passkey, offer.challenge)
    const outcome = await door.actSigned(suspendParticipation, asked, answer)
    if (outcome.is !== 'done') throw new Error(JSON.stringify(outcome))
    const body = await bodyAt(outcome.index)
    expect(body.signed).toMatchObject({ device: passkey.device, signature: answer.signature })
    expect(
      checkAssertion({
        forum: table.forum.id,
        body,
        publicKey: passkey.publicKey,
        rpId: site.rpId,
        origin: site.origin,
        lexicon,
      }),
    ).toBeNull()
    // The connection broke behind the act: the same answer, sent again, is the same act.
    expect(await door.actSigned(suspendParticipation, asked, answer)).toMatchObject({
      is: 'done',
      index: outcome.index,
      again: true,
    })
    expect(await door.offer(suspendParticipation, asked)).toBeNull()
    await resumed()
  })

  it('is not asked for where nothing binds, and refusals come before it', async () => {
    await endorsed()
    const asked = await request(table.civil, { device: randomUUID() })
    expect(await door.offer(loseDevice, asked)).toMatchObject({ is: 'missing' })
    expect(
      await door.offer(
        suspendParticipation,
        await request(table.civil, { scope: 'forum', reason: prose('') }),
      ),
    ).toMatchObject({ is: 'invalid' })
  })

  it.each<
    [
      string,
      (given: { passkey: Passkey & { device: string }; offer: Offer; asked: Asked }) => Promise<unknown>,
      string,
    ]
  >([
    [
      'for a question that nobody asked',
      ({ passkey, asked }) =>
        door.actSigned(suspendParticipation, asked, answered(passkey, challengeOf(toUtf8('x')))),
      'devices.askAgain',
    ],
    [
      'under another form’s key',
      ({ passkey, offer, asked }) =>
        door.actSigned(
          suspendParticipation,
          { ...asked, key: randomUUID() },
          answered(passkey, offer.challenge),
        ),
      'devices.askAgain',
    ],
    [
      'with other words than were shown',
      ({ passkey, offer, asked }) =>
        door.actSigned(
          suspendParticipation,
          { ...asked, input: { ...asked.input, reason: prose('Otra cosa') } },
          answered(passkey, offer.challenge),
        ),
      'devices.askAgain',
    ],
    [
      'after five minutes',
      async ({ passkey, offer, asked }) => {
        now = new Date(Date.now() + 301_000)
        const outcome = await door.actSigned(
          suspendParticipation,
          asked,
          answered(passkey, offer.challenge),
        )
        now = new Date()
        return outcome
      },
      'devices.askAgain',
    ],
    [
      'by a key that nobody enrolled',
      ({ offer, asked }) =>
        door.actSigned(suspendParticipation, asked, answered(softAuthenticator(site), offer.challenge)),
      'devices.askAgain',
    ],
    [
      'by a key of the host’s own under a member’s credential',
      ({ passkey, offer, asked }) =>
        door.actSigned(suspendParticipation, asked, {
          ...answered(softAuthenticator(site), offer.challenge),
          credentialId: passkey.credentialId,
        }),
      'devices.badAnswer',
    ],
    [
      'without anybody verified',
      ({ passkey, offer, asked }) =>
        door.actSigned(suspendParticipation, asked, answered(passkey, offer.challenge, { flags: 0x01 })),
      'devices.badAnswer',
    ],
    [
      'from another site',
      ({ passkey, offer, asked }) =>
        door.actSigned(
          suspendParticipation,
          asked,
          answered(passkey, offer.challenge, { origin: 'https://evil.example' }),
        ),
      'devices.badAnswer',
    ],
    [
      'by another member’s passkey',
      async ({ offer, asked }) => {
        const other = softAuthenticator(site)
        await enrol(table.oversight, other)
        return door.actSigned(suspendParticipation, asked, answered(other, offer.challenge))
      },
      'devices.notYours',
    ],
    [
      'by a passkey that waits',
      async ({ offer, asked }) => {
        const other = softAuthenticator(site)
        await enrol(table.civil, other)
        return door.actSigned(suspendParticipation, asked, answered(other, offer.challenge))
      },
      'devices.notYours',
    ],
    [
      'by a passkey that was lost meanwhile',
      async ({ passkey, offer, asked }) => {
        done(await table.civil.as(loseDevice, { device: passkey.device }))
        return door.actSigned(suspendParticipation, asked, answered(passkey, offer.challenge))
      },
      'devices.notYours',
    ],
  ])('is refused %s', async (_what, act, refused) => {
    const passkey = await endorsed()
    const asked = await request(table.civil)
    const size = await table.db.logEntry.count({ where: { forumId: table.forum.id } })
    const offer = await offered(asked)
    expect(await act({ passkey, offer, asked })).toMatchObject({ is: 'refused', refusal: { refused } })
    expect(
      await table.db.suspension.count({ where: { forumId: table.forum.id, resumedAt: null } }),
    ).toBe(0)
    expect(await table.db.logEntry.count({ where: { forumId: table.forum.id } })).toBeLessThanOrEqual(
      size + 1,
    )
  })

  it('is refused where the device’s count goes back', async () => {
    const passkey = await endorsed()
    for (const [counter, is] of [
      [7, 'done'],
      [7, 'refused'],
      [6, 'refused'],
      [0, 'refused'],
      [8, 'done'],
    ] as const) {
      const asked = await request(table.civil)
      const offer = await offered(asked)
      expect(
        await door.actSigned(
          suspendParticipation,
          asked,
          answered(passkey, offer.challenge, { counter }),
        ),
        String(counter),
      ).toMatchObject({ is })
      await resumed()
    }
  })

  it('counts without a passkey as it always did', async () => {
    const outcome = await table.oversight.as(suspendParticipation, {
      scope: 'forum',
      reason: prose('Sin firma'),
    })
    if (outcome.is !== 'done') throw new Error(JSON.stringify(outcome))
    expect((await bodyAt(outcome.index)).signed).toBeUndefined()
  })
})

describe('signing in', () => {
  it('takes a passkey once for each question, and tells nobody why not', async () => {
    const passkey = await endorsed()
    const { email } = await table.db.person.findUniqueOrThrow({ where: { id: table.civil.person } })
    const answer = answered(passkey, await door.askForSignIn())
    expect(await door.signedInBy(answer)).toBe(email)
    expect(await door.signedInBy(answer)).toBeNull()
    const acting = await offered(await request(table.civil))
    expect(await door.signedInBy(answered(passkey, acting.challenge))).toBeNull()
    expect(
      await door.signedInBy(answered(softAuthenticator(site), await door.askForSignIn())),
    ).toBeNull()
    expect(
      await door.signedInBy(answered(passkey, await door.askForSignIn(), { flags: 0x01 })),
    ).toBeNull()
    expect(
      await door.signedInBy({
        credentialId: passkey.credentialId,
        authenticatorData: '',
        clientDataJSON: '',
        signature: '',
      }),
    ).toBeNull()
  })
})

describe('whoever reads the log', () => {
  const whole = async () => {
    const rows = await table.db.logEntry.findMany({
      where: { forumId: table.forum.id },
      orderBy: { index: 'asc' },
    })
    return rows.map(({ body }) => JSON.parse(new TextDecoder().decode(body)) as SignableBody)
  }
  type Told = { at: number; fault: string }
  const read = (bodies: SignableBody[], forum = table.forum.id): Told[] => {
    const ledger = new DeviceLedger(forum, originOf(table.forum.id), lexicon)
    return bodies.flatMap((body, at) => ledger.take(body).map((fault) => ({ at, fault })))
  }

  it('finds nothing amiss with what went through the door', async () => {
    const differences = new Differences()
    const { signed, unsigned } = await checkSignatures(table.db, table.forum.id, differences, lexicon)
    expect(differences.told).toEqual([])
    expect(signed).toBeGreaterThan(2)
    expect(unsigned).toBeGreaterThan(0)
    expect(read(await whole())).toEqual([])
  })

  it('finds each signature that a host made, moved or used again', async () => {
    const bodies = await whole()
    const at = bodies.findIndex((body) => body.signed)
    const act = bodies[at] as SignableBody & { signed: NonNullable<SignableBody['signed']> }
    const other = bodies.find((body, place) => place > at && body.signed)
    const is = (kind: string) => (body: SignableBody) =>
      body.facts.some((fact) => fact.kind === kind && fact.fields.device === act.signed.device)
    const [enrolled, vouched] = [
      bodies.findIndex(is('devices.enrolled/1')),
      bodies.findIndex(is('devices.endorsed/1')),
    ]
    const forged = (change: object) => bodies.with(at, { ...act, ...change })
    const host = softAuthenticator(site)
    const hostKey = Buffer.from(host.publicKey).toString('base64')
    const withFields = (body: SignableBody | undefined, fields: object) =>
      ({
        ...body,
        facts: body?.facts.map((fact) => ({ ...fact, fields: { ...fact.fields, ...fields } })),
      }) as SignableBody
    const cases: [string, SignableBody[], string][] = [
      [
        'another signature',
        forged({ signed: { ...act.signed, signature: other?.signed?.signature } }),
        'bad-signature',
      ],
      [
        'another act’s',
        forged({ signed: { ...other?.signed, device: act.signed.device } }),
        'other-challenge',
      ],
      [
        'a key of its own',
        forged({ signed: host.sign(act.signed.device, signedBytesOf(table.forum.id, act, lexicon)) }),
        'bad-signature',
      ],
      [
        'a device that nobody enrolled',
        forged({ signed: { ...act.signed, device: randomUUID() } }),
        'unknown-device',
      ],
      ['the same act again', [...bodies.slice(0, at + 1), act], 'used-before'],
      [
        'another person’s mandate',
        forged({
          mandate: bodies.find((body) => body.mandate && body.mandate !== act.mandate)?.mandate,
        }),
        'of-somebody-else',
      ],
      [
        'before it was vouched for',
        [...bodies.slice(0, vouched), act, ...bodies.slice(vouched, at)],
        'not-vouched-for',
      ],
      ['before it was enrolled', [...bodies.slice(0, enrolled), act], 'unknown-device'],
      [
        'its own word for a key of its own',
        bodies.slice(0, at).with(enrolled, withFields(bodies[enrolled], { publicKey: hostKey })),
        'vouched-by-nobody',
      ],
      [
        'after it was lost',
        [
          ...bodies.slice(0, at),
          withFields(
            bodies.find((body) => body.facts[0]?.kind === 'devices.lost/1'),
            { device: act.signed.device },
          ),
          act,
        ],
        'lost-before',
      ],
    ]
    for (const [what, tampered, fault] of cases)
      expect(
        read(tampered).map((told) => told.fault),
        what,
      ).toContain(fault)
    expect(read(bodies, randomUUID()).map((told) => told.fault)).toContain('other-challenge')
  })
})
