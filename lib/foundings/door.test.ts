import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { useDatabase } from '../../testing/use-database.ts'
import { openMesa } from '../mesa.ts'
import { openDatabase } from '../db/client.ts'
import { officeViewer } from '../act/viewer.ts'
import { recordAcceptance } from '../bodies/commands.ts'
import { planOf } from './answers.ts'
import type { Step, Typed } from './answers.ts'
import { openFoundingDoor } from './door.ts'
import type { Accepting } from './door.ts'

const { appUrl } = await useDatabase()
const mesa = openMesa(appUrl)
const database = openDatabase(appUrl, { connections: 3 })
afterAll(() => Promise.all([mesa.close(), database.$disconnect()]))

const start = Date.parse('2026-03-02T15:00:00Z')
const day = 86_400_000
let now = start
const door = openFoundingDoor(database, mesa.together, () => new Date(now))
const password = 'cuatro palabras que no van juntas'

let token = ''
let count = 0
let slug = ''
beforeEach(async () => {
  now = start
  count += 1
  slug = `mesa-${count}`
  token = (await door.make()).token
})

const two = (): Record<Step, Typed> => ({
  name: { 'name.es': `Mesa ${count}`, slug, kind: 'live', timeZone: 'America/Lima' },
  sectors: { 'sectors.0.es': 'Sociedad civil', 'sectors.1.es': 'Gobierno' },
  bodies: {
    'body.es': 'Comité',
    'body.short': 'C',
    'seats.0.es': 'Voz civil',
    'seats.0.sector': '0',
    'seats.0.function': 'chair',
    'seats.0.voice': 'yes',
    'seats.1.es': 'Voz de gobierno',
    'seats.1.sector': '1',
    'seats.1.voice': 'yes',
    groups: 'Grupo de agua | Water group',
  },
  rules: { quorumShare: '60' },
  people: {
    'people.0.name': 'Ana',
    'people.0.email': `ana${count}@example.org`,
    'people.1.name': 'Beto',
    'people.1.email': `beto${count}@example.org`,
  },
  plan: {
    has: 'now',
    'plan.es': 'Plan 2027',
    adoptedOn: '2026-01-02',
    lines: '1. Agua clara | Clear water\nCalles',
  },
})

async function write(answers: Partial<Record<Step, Typed>>) {
  for (const [step, values] of Object.entries(answers)) {
    const { revision = 0 } = (await door.seen(token)) ?? {}
    expect(await door.save(token, step as Step, revision, values)).toMatchObject({ is: 'saved' })
  }
}

async function asked() {
  await write(two())
  expect(await door.ask(token)).toEqual({ is: 'asked' })
  return tokens()
}
const tokens = async () => ((await door.seen(token))?.voices ?? []).map((voice) => voice.token)
const digestFor = async (voice: string) => (await door.invited(voice))?.digest ?? ''
const codeFor = async (voice: string) => {
  const [there, seen] = await Promise.all([door.invited(voice), door.seen(token)])
  const told = (await door.codes(seen?.id ?? '')) ?? []
  return told.find(({ email }) => email === there?.email)?.code ?? ''
}
const accept = async (voice = '', given: Partial<Accepting> = {}) =>
  door.accept(voice, {
    digest: await digestFor(voice),
    password,
    code: await codeFor(voice),
    ...given,
  })
const nothing = async () => {
  expect(await mesa.db.forum.count({ where: { slug } })).toBe(0)
  expect(await mesa.db.person.count({ where: { email: { endsWith: `${count}@example.org` } } })).toBe(0)
  expect(await database.user.count({ where: { email: { endsWith: `${count}@example.org` } } })).toBe(0)
}

describe('the link', () => {
  test('is kept as a hash, runs out, and can be withdrawn', async () => {
    expect(await door.seen('another')).toBeNull()
    const rows = JSON.stringify(await database.founding.findMany())
    expect(rows).not.toContain(token)
    now = start + 31 * day
    expect(await door.seen(token)).toBeNull()
    expect(await door.save(token, 'name', 0, {})).toEqual({ is: 'refused', says: 'foundings.over' })
    now = start
    const { id = '' } = (await door.seen(token)) ?? {}
    expect(await door.withdraw(id)).toBe(true)
    expect(await door.seen(token)).toBeNull()
  })
})

describe('what is typed', () => {
  test('is kept as it is, however wrong, and each mistake has its field', async () => {
    await write({
      name: { 'name.es': '  ', slug: 'A', timeZone: 'Marte' },
      rules: { quorumShare: 'mucho' },
    })
    const { answers = {} } = (await door.seen(token)) ?? {}
    expect(answers.name?.values).toEqual({ 'name.es': '  ', slug: 'A', timeZone: 'Marte' })
    const at = planOf(answers).faults.map(({ step, field, says }) => `${step} ${field} ${says}`)
    expect(at).toContain('name name.es errors.required')
    expect(at).toContain('name timeZone errors.unknownZone')
    expect(at).toContain('rules quorumShare foundings.plainNumber')
    expect(await door.ask(token)).toMatchObject({ is: 'faulty' })
  })

  test('holds what no database takes', async () => {
    await write({ name: { 'name.es': 'Mesa\u0000 \ud800' } })
    expect((await door.seen(token))?.answers.name?.values['name.es']).toBe('Mesa \ufffd')
  })

  test('in two windows at once: neither is lost, and another step is not in the way', async () => {
    await write({ name: { 'name.es': 'Una' } })
    expect(await door.save(token, 'sectors', 0, { 'sectors.0.es': 'A' })).toMatchObject({ is: 'saved' })
    const late = await door.save(token, 'name', 0, { 'name.es': 'Otra' })
    expect(late).toEqual({ is: 'conflict', revision: 1, theirs: { 'name.es': 'Una' } })
    expect(await door.save(token, 'name', 1, { 'name.es': 'Otra' })).toMatchObject({ is: 'saved' })
  })

  test.each([
    [
      'people',
      'people.1.email',
      (email: string) => email.replace('beto', 'ana'),
      'people people.1.email foundings.emailInTwoSectors',
    ],
    ['people', 'people.1.name', () => '', 'people people.1.name foundings.nameOrEmail'],
    ['bodies', 'seats.1.voice', () => 'no', 'bodies seats.0.voice foundings.noVoice'],
    ['bodies', 'seats.0.function', () => 'member', 'bodies seats.0.es foundings.noChair'],
    [
      'bodies',
      'seats.1.function',
      () => 'observer',
      'bodies seats.1.voice foundings.voiceWithoutPosition',
    ],
    ['sectors', 'sectors.1.es', () => 'Sociedad Civil', 'sectors sectors.1.es foundings.twice'],
    ['plan', 'adoptedOn', () => 'mañana', 'plan adoptedOn errors.noSuchDay'],
    ['plan', 'lines', () => '1. A\n1. B', 'plan lines foundings.twice'],
    ['plan', 'lines', () => '', 'plan lines foundings.planNeedsLines'],
    ['rules', 'quorumPerSector', () => '4', 'rules quorumPerSector foundings.quorumOutOfReach'],
  ] as const)('%s, %s: its sentence stands there', (step, field, change, told) => {
    const given = two()
    const values = { ...given[step], [field]: change(given[step][field] ?? '') }
    const answers = Object.fromEntries(
      Object.entries({ ...given, [step]: values }).map(([name, typed]) => [
        name,
        { at: 1, values: typed },
      ]),
    )
    const { plan, faults } = planOf(answers)
    expect(plan).toBeNull()
    expect(faults.map((fault) => `${fault.step} ${fault.field} ${fault.says}`)).toContain(told)
  })
})

describe('acceptance', () => {
  test('by each first voice opens the forum, and nothing of it is there before', async () => {
    const [ana = '', beto = ''] = await asked()
    expect(await door.invited(ana)).toMatchObject({
      name: 'Ana',
      sector: 'sociedad-civil',
      answer: null,
    })
    expect(await accept(ana)).toEqual({ is: 'accepted', opened: null, email: `ana${count}@example.org` })
    await nothing()
    expect((await door.seen(token))?.voices.map(({ answer }) => answer)).toEqual(['accepted', null])
    expect(await accept(beto)).toMatchObject({ is: 'accepted', opened: slug })
    const forum = await mesa.db.forum.findUniqueOrThrow({ where: { slug } })
    expect(forum).toMatchObject({ kind: 'live', openedAt: expect.any(Date) })
    expect(forum.rules.quorumShare).toBe(0.6)
    const accepted = await mesa.db.logEntry.findMany({
      where: { forumId: forum.id },
      orderBy: { index: 'asc' },
    })
    const told = accepted
      .map(({ body }) => Buffer.from(body).toString())
      .filter((body) => body.includes('bodies.founding-accepted'))
    expect(told).toHaveLength(2)
    expect(told[0]).toContain('2026-03-02T15:00:00Z')
    expect(await mesa.accounts.signIn(`ana${count}@example.org`, password)).toMatchObject({
      is: 'signed-in',
    })
    // What was typed is in the log now, and nowhere else.
    expect((await door.seen(token))?.answers).toEqual({})
    expect(await door.ask(token)).toEqual({ is: 'refused', says: 'foundings.opened' })
    expect(await accept(ana)).toEqual({ is: 'refused', says: 'foundings.opened' })
  })

  test('is recorded while the forum is being made, and not afterwards', async () => {
    for (const voice of await asked()) await accept(voice)
    const forum = await mesa.db.forum.findUniqueOrThrow({ where: { slug } })
    const mandate = await mesa.db.mandate.findFirstOrThrow({ where: { forumId: forum.id } })
    const outcome = await mesa.act(recordAcceptance, {
      viewer: officeViewer(mesa.db, forum, 'operator', new Date()),
      key: 'accepted-too-late-0',
      input: {
        seat: mandate.seatId,
        person: mandate.personId,
        text: 'a'.repeat(64),
        acceptedAt: '2026-03-02T15:00:00Z',
      },
    })
    expect(outcome).toEqual({ is: 'refused', refusal: { refused: 'bodies.forumIsOpen' } })
  })

  test('both at once open it once', async () => {
    const voices = await asked()
    const answers = await Promise.all(voices.map((voice) => accept(voice)))
    expect(answers.filter((one) => one.is === 'accepted' && one.opened)).toHaveLength(1)
    expect(await mesa.db.forum.count({ where: { slug } })).toBe(1)
  })

  test('of an earlier text counts no more, and who is asked again is told what it was', async () => {
    const [ana = '', beto = ''] = await asked()
    await accept(ana)
    expect(await door.decline(beto, await digestFor(beto), ' ')).toMatchObject({ field: 'reason' })
    expect(await door.decline(beto, await digestFor(beto), 'Falta un asiento.')).toEqual({
      is: 'refusal-kept',
    })
    expect((await door.seen(token))?.voices[1]).toMatchObject({
      answer: 'refused',
      reason: 'Falta un asiento.',
    })
    const before = await digestFor(beto)
    await write({ rules: { quorumShare: '75' } })
    expect(await door.seen(token)).toMatchObject({ changed: true })
    await door.ask(token)
    expect(await tokens()).toEqual([ana, beto])
    expect(await accept(beto, { digest: before })).toEqual({
      is: 'refused',
      says: 'foundings.textChanged',
    })
    expect(await door.invited(ana)).toMatchObject({ answer: 'earlier', hasChosen: true })
    expect((await door.invited(ana))?.before?.plan.rules.quorumShare).toBe(0.6)
    await accept(beto)
    await nothing()
    // Whoever has chosen a password is asked for it again: the link alone, which whoever founds has too,
    // accepts nothing.
    expect(await door.invited(ana)).toMatchObject({ needsCode: false, hasChosen: true })
    for (const wrong of ['', 'otra frase muy distinta'])
      expect(await accept(ana, { password: wrong })).toEqual({
        is: 'problem',
        field: 'password',
        says: 'foundings.wrongChosen',
      })
    await nothing()
    expect(await accept(ana)).toMatchObject({ opened: slug })
  })

  test('takes what whoever founds does not know: the operator’s code, which is each person’s own', async () => {
    const [ana = '', beto = ''] = await asked()
    expect(await door.invited(ana)).toMatchObject({ needsCode: true })
    expect(JSON.stringify(await door.seen(token))).not.toContain(await codeFor(ana))
    for (const code of ['', 'ABCDE-FGHJK', await codeFor(beto), token, ana])
      expect(await accept(ana, { code })).toEqual({
        is: 'problem',
        field: 'code',
        says: 'foundings.wrongCode',
      })
    await nothing()
    // As people type it.
    expect(
      await accept(ana, { code: ` ${(await codeFor(ana)).toLowerCase().replace('-', ' ')} ` }),
    ).toMatchObject({
      is: 'accepted',
    })
    expect(await door.codes('00000000-0000-4000-8000-000000000000')).toBeNull()
  })

  test('of a practice binds nobody, and takes no code', async () => {
    await write({ ...two(), name: { ...two().name, kind: 'practice' } })
    await door.ask(token)
    const [ana = ''] = await tokens()
    expect(await door.invited(ana)).toMatchObject({ needsCode: false })
    expect(await accept(ana, { code: '' })).toMatchObject({ is: 'accepted' })
  })

  test('is by one’s own password where there is an account, and by a good one where there is none', async () => {
    await mesa.accounts.createUser(`ana${count}@example.org`, 'otra frase muy distinta')
    const [ana = '', beto = ''] = await asked()
    expect(await accept(ana)).toEqual({
      is: 'problem',
      field: 'password',
      says: 'foundings.wrongPassword',
    })
    expect(await accept(ana, { password: 'otra frase muy distinta' })).toMatchObject({
      is: 'accepted',
    })
    expect(await accept(beto, { password: 'corta' })).toEqual({
      is: 'problem',
      field: 'password',
      says: 'errors.passwordTooShort',
    })
  })

  test('by another person than before: the link before is void', async () => {
    const [ana = '', beto = ''] = await asked()
    await write({ people: { ...two().people, 'people.1.email': `berta${count}@example.org` } })
    await door.ask(token)
    expect(await door.invited(beto)).toBeNull()
    expect((await tokens())[0]).toBe(ana)
  })

  test('where the address is taken meanwhile opens nothing, and another address does', async () => {
    const [ana = '', beto = ''] = await asked()
    const [mine, theirs] = [token, (await door.make()).token]
    token = theirs
    await write({
      ...two(),
      people: {
        ...two().people,
        'people.0.email': `x${count}@example.net`,
        'people.1.email': `y${count}@example.net`,
      },
    })
    await door.ask(token)
    for (const voice of await tokens()) await accept(voice)
    expect(await mesa.db.forum.count({ where: { slug } })).toBe(1)
    token = mine
    await accept(ana)
    expect(await accept(beto)).toMatchObject({ is: 'accepted', opened: null })
    expect(await door.ask(token)).toMatchObject({
      is: 'faulty',
      faults: [{ field: 'slug', says: 'bodies.slugTaken' }],
    })
  })
})

describe('what never opened', () => {
  test('is discarded whole', async () => {
    const [ana = ''] = await asked()
    await accept(ana)
    expect(await door.discard(token)).toMatchObject({ is: 'saved' })
    expect(await door.seen(token)).toBeNull()
    expect(await door.invited(ana)).toBeNull()
    await nothing()
    expect(await database.foundingVoice.count({ where: { email: `ana${count}@example.org` } })).toBe(0)
  })

  test('a practice is begun anew with the same answers; a forum in earnest is not', async () => {
    await write({ ...two(), name: { 'name.es': `Mesa ${count}`, kind: 'practice' } })
    await door.ask(token)
    expect(await door.beginAnew(token)).toEqual({ is: 'refused', says: 'foundings.practiceOnly' })
    for (const voice of await tokens()) await accept(voice)
    expect((await door.seen(token))?.opened).toEqual({
      slug: `mesa-${count}-practica`,
      kind: 'practice',
    })
    expect(await door.beginAnew(token)).toMatchObject({ is: 'saved' })
    await door.ask(token)
    for (const voice of await tokens()) await accept(voice)
    expect((await door.seen(token))?.opened).toEqual({ slug, kind: 'live' })
    expect(await door.beginAnew(token)).toMatchObject({ is: 'refused' })
    expect(await door.discard(token)).toEqual({ is: 'refused', says: 'foundings.opened' })
  })
})
