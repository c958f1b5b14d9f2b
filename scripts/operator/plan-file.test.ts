import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { openMesa } from '../../lib/mesa.ts'
import { Mistake } from '../../lib/settings.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { createForum } from './forum-create.ts'
import { planIn } from './plan-file.ts'

const example: unknown = JSON.parse(readFileSync('docs/forum.example.json', 'utf8'))
/** Each field on a line of its own. */
const text = JSON.stringify(example, null, 1)

const saidOf = (file: string | Uint8Array): string => {
  try {
    planIn(typeof file === 'string' ? new TextEncoder().encode(file) : file)
  } catch (error) {
    if (error instanceof Mistake) return error.message
    throw error
  }
  return ''
}

const academia = '"slug": "academia",\n   "name"'
const person = (name: string, email: string, capacity: string) =>
  `"name": "${name}",\n       "email": "${email}",\n       "capacity": "${capacity}"`

/** What stands in the file, what is written there instead, the line that is told, by what begins on it (at `‸`), and the sentence. */
const faulty: [what: string, from: string, to: string, on: string, says: string][] = [
  [
    'an address with capitals',
    '"slug": "ejemplo"',
    '"slug": "Ejemplo"',
    '"Ejemplo"',
    'slug: Use 3 to 40 lower-case letters',
  ],
  [
    'an address with spaces',
    '"slug": "ejemplo"',
    '"slug": "mi foro"',
    '"mi foro"',
    'slug: Use 3 to 40 lower-case letters',
  ],
  [
    'an address of two letters',
    '"slug": "ejemplo"',
    '"slug": "ab"',
    '"ab"',
    'slug: Use 3 to 40 lower-case letters',
  ],
  [
    'an address of the house',
    '"slug": "ejemplo"',
    '"slug": "log"',
    '"log"',
    'slug: Use 3 to 40 lower-case letters',
  ],
  [
    'the address of founding',
    '"slug": "ejemplo"',
    '"slug": "founding"',
    '"founding"',
    'slug: Use 3 to 40 lower-case letters',
  ],
  [
    'an empty address',
    '"slug": "ejemplo"',
    '"slug": ""',
    '"slug": ""',
    'slug: Use 3 to 40 lower-case letters',
  ],
  [
    'an address that is a number',
    '"slug": "ejemplo"',
    '"slug": 5',
    '"slug": 5',
    'slug: Write text here',
  ],
  [
    'an address that is null',
    '"slug": "ejemplo"',
    '"slug": null',
    '"slug": null',
    'slug: Write text here',
  ],
  ['no address', '"slug": "ejemplo",', '', '{', 'slug: It is missing.'],
  [
    'a misspelt field',
    '"timeZone"',
    '"timezone"',
    '"timezone"',
    'timezone: There is no field “timezone” here. Perhaps “timeZone” was meant.',
  ],
  [
    'a field of nobody',
    '"timeZone"',
    '"password"',
    '"password"',
    'password: There is no field “password” here. There are: slug, name',
  ],
  [
    'a zone that is none',
    '"America/Mexico_City"',
    '"Marte/Cydonia"',
    '"Marte/Cydonia"',
    'timeZone: No such time zone is known',
  ],
  [
    'a zone in words',
    '"America/Mexico_City"',
    '"hora del centro"',
    '"hora del centro"',
    'timeZone: No such time zone is known',
  ],
  ['a zone that is a number', '"America/Mexico_City"', '-6', '-6', 'timeZone: Write text here'],
  ['a name in English alone', '"es": "Foro de ejemplo",', '', '"name": {', 'name.es: It is missing.'],
  [
    'a name that is text',
    '"name": {\n  "es": "Foro de ejemplo",\n  "en": "Example forum"\n }',
    '"name": "Foro"',
    '"Foro"',
    'name: Write fields with their values here',
  ],
  [
    'a name in French',
    '"es": "Foro de ejemplo"',
    '"es": "Foro", "fr": "Forum"',
    '"fr"',
    'name.fr: There is no field “fr” here',
  ],
  [
    'a name of two lines',
    '"Foro de ejemplo"',
    '"Foro\\nde ejemplo"',
    'Foro\\nde',
    'name.es: Write it on a single line.',
  ],
  [
    'a name with what hides',
    '"Foro de ejemplo"',
    '"Foro\\u200b de ejemplo"',
    'Foro\\u200b',
    'name.es: The text contains characters that are invisible',
  ],
  [
    'a name with a damaged character',
    '"Foro de ejemplo"',
    '"Foro\\ud800"',
    'Foro\\ud800',
    'name.es: The text contains a damaged character',
  ],
  [
    'a name with character 0',
    '"Foro de ejemplo"',
    '"Foro\\u0000"',
    'Foro\\u0000',
    'name.es: The text contains control characters',
  ],
  [
    'a misspelt rule',
    '"quorumShare"',
    '"quorumshare"',
    '"quorumshare"',
    'rules.quorumshare: There is no field “quorumshare” here. Perhaps “quorumShare” was meant.',
  ],
  [
    'a rule in Spanish',
    '"quorumShare"',
    '"mayoria"',
    '"mayoria"',
    'rules.mayoria: There is no field “mayoria” here. There are: quorumShare',
  ],
  [
    'a quorum of fifty',
    '"quorumShare": 0.5',
    '"quorumShare": 50',
    '"quorumShare": 50',
    'rules.quorumShare: Write 1 or less.',
  ],
  [
    'a quorum below nothing',
    '"quorumShare": 0.5',
    '"quorumShare": -1',
    '"quorumShare": -1',
    'rules.quorumShare: Write 0 or more.',
  ],
  [
    'a quorum in quotation marks',
    '"quorumShare": 0.5',
    '"quorumShare": "0.5"',
    '"0.5"',
    'rules.quorumShare: Write a number here, without quotation marks.',
  ],
  [
    'half a seat',
    '"quorumPerSector": 1',
    '"quorumPerSector": 1.5',
    '1.5',
    'rules.quorumPerSector: Write a whole number here',
  ],
  [
    'more seats than there are',
    '"quorumPerSector": 1',
    '"quorumPerSector": 3',
    '"quorumPerSector": 3',
    'rules.quorumPerSector: 3 seats of each sector would have to be there, and one sector has 1',
  ],
  [
    'a year for observations',
    '"observationDays": 5',
    '"observationDays": 365',
    '365',
    'rules.observationDays: Write 60 or less.',
  ],
  [
    'yes for true',
    '"observationDays": 5',
    '"silenceIsAssentForMinutes": "yes"',
    '"yes"',
    'rules.silenceIsAssentForMinutes: Write true or false here',
  ],
  [
    'a misspelt notice',
    '"observationDays": 5',
    '"noticeDays": { "ordinario": 3 }',
    'ordinario',
    'rules.noticeDays.ordinario: There is no field “ordinario” here. Perhaps “ordinary” was meant.',
  ],
  [
    'a body that is nobody’s to decide',
    '"observationDays": 5',
    '"statusDecidedBy": "comittee"',
    'comittee',
    'rules.statusDecidedBy: Write one of these: committee, group. Perhaps “committee” was meant.',
  ],
  [
    'a sector twice',
    academia,
    academia.replace('academia', 'executive'),
    '"slug": "executive",\n   "name": {\n    "es": "Academia"',
    'sectors.3.slug: “executive” is there twice.',
  ],
  [
    'a sector’s address with an accent',
    academia,
    academia.replace('academia', 'académia'),
    'académia',
    'sectors.3.slug: Use 3 to 40 lower-case letters',
  ],
  [
    'a position in words',
    '"hasPosition": false',
    '"hasPosition": "no"',
    '"hasPosition": "no"',
    'sectors.3.hasPosition: Write true or false here',
  ],
  [
    'nobody who decides',
    '"hasPosition": true',
    '"hasPosition": false',
    '"sectors"',
    'sectors: No sector takes positions',
  ],
  [
    'sectors that are no list',
    '"sectors": [',
    '"sectors": "tres", "unread": [',
    '"sectors": "tres"',
    'sectors: Write a list here',
  ],
  [
    'an organisation of a sector that is not there',
    '"sector": "civil-society",\n   "name"',
    '"sector": "industry",\n   "name"',
    '"industry"',
    'organisations.0.sector: There is no sector “industry” in the list of sectors.',
  ],
  [
    'an organisation of another sector',
    '"sector": "civil-society",\n   "name"',
    '"sector": "executive",\n   "name"',
    '"organisation": "red"',
    'bodies.0.seats.0.organisation: The organisation “red” is of the sector “executive”',
  ],
  [
    'an organisation that is not there',
    '"organisation": "red"',
    '"organisation": "blue"',
    '"blue"',
    'bodies.0.seats.0.organisation: There is no organisation “blue”',
  ],
  [
    'no short name',
    ',\n   "shortName": "Red"',
    '',
    '{\n   "slug": "red"',
    'organisations.0.shortName: It is missing.',
  ],
  [
    'a day in words',
    '"adoptedOn": "2026-11-01"',
    '"adoptedOn": "mañana"',
    'mañana',
    'plans.0.adoptedOn: There is no such day. Write the date like 2026-03-15.',
  ],
  [
    'a day that there is not',
    '"adoptedOn": "2026-11-01"',
    '"adoptedOn": "2026-02-30"',
    '2026-02-30',
    'plans.0.adoptedOn: There is no such day',
  ],
  [
    'a day as in Mexico',
    '"adoptedOn": "2026-11-01"',
    '"adoptedOn": "01/11/2026"',
    '01/11/2026',
    'plans.0.adoptedOn: There is no such day',
  ],
  [
    'a month that there is not',
    '"startsOn": "2027-01-01"',
    '"startsOn": "2027-13-01"',
    '2027-13-01',
    'plans.0.startsOn: There is no such day',
  ],
  [
    'an end before the beginning',
    '"endsOn": "2029-12-31"',
    '"endsOn": "2026-12-31"',
    '2026-12-31',
    'plans.0.endsOn: The end comes before the beginning.',
  ],
  [
    'a plan without a day',
    '"adoptedOn": "2026-11-01",',
    '',
    '{\n   "slug": "2027-2029"',
    'plans.0.adoptedOn: It is missing.',
  ],
  [
    'a source that is text',
    '"source": {\n    "text": "Plan de acción 2027-2029, texto adoptado",\n    "url": "https://example.org/plan"\n   }',
    '"source": "Gaceta"',
    '"Gaceta"',
    'plans.0.source: Write fields with their values here',
  ],
  [
    'an address that does something',
    '"https://example.org/plan"',
    '"javascript:alert(1)"',
    'javascript:',
    'plans.0.source.url: Write a web address that begins with https',
  ],
  [
    'a commitment twice',
    '"number": 2',
    '"number": 1',
    '"number": 1,\n     "title": {\n      "es": "Compras',
    'plans.0.commitments.1.number: “1” is there twice.',
  ],
  [
    'a commitment of number 0',
    '"number": 2',
    '"number": 0',
    '"number": 0',
    'plans.0.commitments.1.number: Write 1 or more.',
  ],
  [
    'a commitment beyond all numbers',
    '"number": 2',
    '"number": 99999999999',
    '99999999999',
    'plans.0.commitments.1.number: Write 9999 or less.',
  ],
  [
    'who supports and is not there',
    '"support": [\n      "red"\n     ]',
    '"support": [\n      "azul"\n     ]',
    '"azul"',
    'plans.0.commitments.0.support.0: There is no organisation “azul”',
  ],
  [
    'who supports twice',
    '"support": [\n      "red"\n     ]',
    '"lead": ["red"], "support": ["red"]',
    '"lead"',
    'plans.0.commitments.0.support.0: The organisation “red” is named twice',
  ],
  [
    'no committee',
    '"kind": "committee"',
    '"kind": "group"',
    '"bodies"',
    'bodies: No body is a committee.',
  ],
  [
    'a kind of body in Spanish',
    '"kind": "committee"',
    '"kind": "comite"',
    '"comite"',
    'bodies.0.kind: Write one of these: committee, group. Perhaps “committee” was meant.',
  ],
  [
    'no chair',
    '"function": "chair"',
    '"function": "member"',
    '"seats"',
    'bodies.0.seats: The committee has no chair',
  ],
  [
    'a function that there is not',
    '"function": "chair"',
    '"function": "presidenta"',
    'presidenta',
    'bodies.0.seats.2.function: Write one of these: chair, secretary, member, adviser, observer.',
  ],
  [
    'a body that looks after nothing',
    '"shortName": "CC",',
    '"shortName": "CC", "commitment": { "plan": "2027-2029", "number": 9 },',
    '"commitment": {',
    'bodies.0.commitment: Commitment 2027-2029/9 is in no plan.',
  ],
  [
    'two seats of one address',
    '"slug": "chair"',
    '"slug": "oversight"',
    '"slug": "oversight",\n     "sector": "executive"',
    'bodies.0.seats.2.slug: “oversight” is there twice.',
  ],
  [
    'a seat of a sector that is not there',
    '"sector": "academia"',
    '"sector": "science"',
    '"science"',
    'bodies.0.seats.4.sector: There is no sector “science” in the list of sectors.',
  ],
  [
    'no voice',
    '"voice": true',
    '"voice": false',
    '{\n   "slug": "civil-society",\n   "name"',
    'sectors.0: The sector “civil-society” takes positions, and no seat of the committee holds its voice',
  ],
  [
    'a voice in words',
    '"voice": true',
    '"voice": "sí"',
    '"sí"',
    'bodies.0.seats.0.voice: Write true or false here',
  ],
  [
    'an adviser with a voice',
    '"function": "adviser",\n     "voice": false',
    '"function": "adviser",\n     "voice": true',
    '"function": "adviser",\n     ‸"voice',
    'bodies.0.seats.4.voice: An adviser and an observer take no position',
  ],
  [
    'two titulars',
    person('Beto Ejemplo', 'beto@example.org', 'alternate'),
    person('Beto Ejemplo', 'beto@example.org', 'titular'),
    '{\n       "name": "Beto',
    'bodies.0.seats.0.people.1: The seat has a principal already.',
  ],
  [
    'a capacity that there is not',
    '"capacity": "alternate"',
    '"capacity": "suplente"',
    'suplente',
    'bodies.0.seats.0.people.1.capacity: Write one of these: titular, alternate.',
  ],
  [
    'no e-mail',
    '"email": "carla@example.org"',
    '"email": "carla"',
    '"email": "carla"',
    'bodies.0.seats.1.people.0.email: Write a complete e-mail address',
  ],
  [
    'one e-mail for two sectors',
    '"carla@example.org"',
    '"ana@example.org"',
    '"Carla Ejemplo",\n       ‸"email"',
    'bodies.0.seats.1.people.0.email: ana@example.org holds a seat of another sector already.',
  ],
  [
    'the same in capitals',
    '"carla@example.org"',
    '" ANA@example.org"',
    '"Carla Ejemplo",\n       ‸"email"',
    'bodies.0.seats.1.people.0.email: ana@example.org holds a seat of another sector already.',
  ],
  [
    'one person in two sectors',
    person('Carla Ejemplo', 'carla@example.org', 'titular'),
    person('Ana Ejemplo', 'ana@example.org', 'titular'),
    '"name": "Ana Ejemplo",\n       ‸"email": "ana@example.org",\n       "capacity": "titular"\n      }\n     ]\n    },\n    {\n     "slug": "chair"',
    'bodies.0.seats.1.people.0.email: ana@example.org holds a seat of another sector already.',
  ],
  [
    'one e-mail for two people',
    '"elsa@example.org"',
    '"diego@example.org"',
    '"Elsa Ejemplo",\n       ‸"email"',
    'bodies.0.seats.3.people.0.email: diego@example.org stands beside another name already.',
  ],
  [
    'one person twice on a seat',
    '"beto@example.org"',
    '"ana@example.org"',
    '"Beto Ejemplo",\n       ‸"email"',
    'bodies.0.seats.0.people.1.email: This person holds the seat already.',
  ],
  [
    'nobody with a name',
    '"name": "Carla Ejemplo"',
    '"name": "  "',
    '"name": "  "',
    'bodies.0.seats.1.people.0.name: This is needed.',
  ],
  [
    'a field that is there twice',
    '"timeZone"',
    '"slug": "otro",\n "timeZone"',
    '"otro"',
    'slug: The field “slug” is there twice',
  ],
  ['a comma too much', '"slug": "ejemplo",', '"slug": "ejemplo",,', '"ejemplo",,', 'It is not JSON.'],
  [
    'a quotation mark that is missing',
    '"slug": "ejemplo",',
    '"slug": "ejemplo,',
    '"slug": "ejemplo,',
    'It is not JSON.',
  ],
  [
    'a comment',
    '"slug": "ejemplo",',
    '// the address\n "slug": "ejemplo",',
    '// the',
    'It is not JSON.',
  ],
]

describe('a file that describes a forum', () => {
  test('is read as it is', () => expect(saidOf(text)).toBe(''))

  test('is read with a byte order mark that nobody sees, and with the lines of Windows', () => {
    expect(saidOf(`\ufeff${text}`)).toBe('')
    expect(saidOf(text.replaceAll('\n', '\r\n'))).toBe('')
  })

  test.each(faulty)('%s', (_what, from, to, on, says) => {
    expect(text).toContain(from)
    const file = text.replaceAll(from, to)
    const marker = on.replace('‸', '')
    expect(file).toContain(marker)
    const line = file.slice(0, file.indexOf(marker) + Math.max(0, on.indexOf('‸'))).split('\n').length
    expect(saidOf(file)).toContain(
      `line ${line}${says.startsWith('It is not JSON') ? ':' : ','} ${says}`,
    )
  })

  test('there are sixty and more', () => expect(faulty.length).toBeGreaterThanOrEqual(60))

  test('tells all of them at once, by their lines', () => {
    const file = text
      .replace('"ejemplo"', '"log"')
      .replace('"quorumShare"', '"quorumshare"')
      .replace('"adoptedOn": "2026-11-01"', '"adoptedOn": "mañana"')
      .replace('"function": "chair"', '"function": "member"')
    const lines = [...saidOf(file).matchAll(/^ {2}line (\d+), ([\w.]+):/gm)]
    expect(lines.map(([, , path]) => path)).toEqual([
      'slug',
      'rules.quorumshare',
      'plans.0.adoptedOn',
      'bodies.0.seats',
    ])
    expect(lines.map(([, line]) => Number(line))).toEqual(
      lines.map(([, line]) => Number(line)).toSorted((one, other) => one - other),
    )
  })

  test.each([
    ['an empty file', '', 'The file is empty.'],
    ['accents of an old editor', new Uint8Array([0x7b, 0x22, 0xe1, 0x22, 0x7d]), 'not text in UTF-8'],
    ['a list', '[]', 'the whole: Write fields with their values here'],
    ['a word', '"foro"', 'the whole: Write fields with their values here'],
    ['nothing at all', 'null', 'the whole: Write fields with their values here'],
    ['brackets without end', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'the whole: Write fields'],
  ])('%s', (_what, file, says) => expect(saidOf(file)).toContain(says))
})

describe('whatever JSON is given', async () => {
  const database = await useDatabase()
  const mesa = openMesa(database.appUrl)
  afterAll(() => mesa.close())

  /** The example, in which something somewhere was put in the place of something else. */
  const places = (value: unknown, path: string[] = []): string[][] =>
    typeof value === 'object' && value !== null
      ? [path, ...Object.entries(value).flatMap(([name, one]) => places(one, [...path, name]))]
      : [path]
  const replaced = (value: unknown, [name, ...path]: string[], by: unknown): unknown => {
    if (name === undefined) return by
    if (Array.isArray(value))
      return value.map((one: unknown, at) => (String(at) === name ? replaced(one, path, by) : one))
    return { ...(value as object), [name]: replaced((value as Record<string, unknown>)[name], path, by) }
  }
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(
      '',
      ' ',
      'mañana',
      '2026-02-30',
      'x'.repeat(5000),
      1e308,
      -1,
      '\u0000',
      '__proto__',
      [],
      {},
    ),
  )
  const given = fc.oneof(
    fc.jsonValue(),
    fc.tuple(fc.constantFrom(...places(example)), odd).map(([path, by]) => replaced(example, path, by)),
  )
  const rows = () =>
    Promise.all([mesa.db.forum.count(), mesa.db.logEntry.count(), mesa.db.person.count()])

  test('the answer is a forum or sentences, and of what failed there is no row', async () => {
    let made = 0
    await fc.assert(
      fc.asyncProperty(given, fc.nat(), async (plan, turn) => {
        const before = await rows()
        const own =
          (plan as { slug?: unknown } | null)?.slug === 'ejemplo'
            ? { ...(plan as object), slug: `foro-${turn}-${made}` }
            : plan
        try {
          await createForum(mesa, own, 'https://mesa.example')
          made += 1
        } catch (error) {
          expect(error).toBeInstanceOf(Mistake)
          const { message } = error as Mistake
          // A name that the file has is said as it stands there, whatever it is.
          const given = JSON.stringify(own)
          const raw =
            /\b(?:errors|foundings|bodies|commitments)\.[a-z]+[A-Z]\w*\b|\{\w+\}|Invalid|received/g
          expect((message.match(raw) ?? []).filter((word) => !given.includes(word))).toEqual([])
          expect(await rows()).toEqual(before)
        }
      }),
      { numRuns: 150 },
    )
  }, 120_000)
})
