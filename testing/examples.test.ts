import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createTranslator } from 'next-intl'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { forumBySlug, personViewer, publicViewer } from '../lib/act/viewer.ts'
import type { Viewer } from '../lib/act/viewer.ts'
import { openDatabase } from '../lib/db/client.ts'
import { openMesa } from '../lib/mesa.ts'
import { publishCheckpoint } from '../lib/log/publish.ts'
import english from '../messages/en.json' with { type: 'json' }
import spanish from '../messages/es.json' with { type: 'json' }
import { readPdf } from './read-pdf.ts'
import { readZip } from './read-zip.ts'
import { useDatabase } from './use-database.ts'

// Practice looks like practice, wherever it goes: each that gives something away is asked for the practice table's, and for the same
// of a forum that is none. What is not in the table here fails.

const database = await useDatabase({ seeded: true })
const rows = openDatabase(database.appUrl, { connections: 4 })
const real = openMesa(database.appUrl)
afterAll(() => Promise.all([rows.$disconnect(), real.close()]))

/** What the routes are told of the forum and of who asks: the practice table as it is, or as were it a live one. */
const told = vi.hoisted(() => ({
  viewer: null as Viewer | null,
  body: '',
  mesa: null as ReturnType<typeof openMesa> | null,
}))
const theViewer = () => told.viewer ?? expect.fail('nobody asks')

vi.mock('next-intl/server', () => ({
  getTranslations: ({ locale }: { locale: string }) =>
    createTranslator({ locale, messages: locale === 'en' ? english : spanish }),
}))
vi.mock('@/app/_request/who', () => ({
  viewerOf: () => Promise.resolve(theViewer()),
  publicViewerOf: () => Promise.resolve(theViewer()),
  publicViewerToday: () => Promise.resolve(theViewer()),
  signedIn: () => Promise.resolve(null),
}))
vi.mock('@/app/_request/mesa', () => ({
  mesa: () => ({
    ...real,
    then: () => ({ published: rows, db: rows }),
    archiveSource: async (slug: string, keysDir: string) => {
      const source = await real.archiveSource(slug, keysDir)
      return source && { ...source, forum: { ...source.forum, kind: theViewer().forum.kind } }
    },
    calendars: { viewerWith: () => Promise.resolve({ viewer: theViewer(), body: told.body }) },
  }),
}))
// Its letters can be read again only where they are not compressed.
vi.mock('@/lib/papers/pdf.ts', async (original) => {
  const { writePdf } = await original<typeof import('../lib/papers/pdf.ts')>()
  return { writePdf: (print: Parameters<typeof writePdf>[0]) => writePdf(print, { compress: false }) }
})

type Get = (request: Request, context: { params: Promise<never> }) => Promise<Response>
const ask = async (route: string, params: Record<string, unknown>, query = ''): Promise<Response> => {
  const { GET } = (await import(/* @vite-ignore */ resolve(`app/api/${route}/route.ts`))) as { GET: Get }
  const answer = await GET(new Request(`http://localhost/api${query}`), {
    params: Promise.resolve({ forum: 'practica', ...params } as never),
  })
  expect(answer.status, route).toBe(200)
  return answer
}
const bytes = async (answer: Response) => Buffer.from(await answer.arrayBuffer())
const nameIn = (answer: Response) => answer.headers.get('content-disposition') ?? ''
const member = (text: string) => String((JSON.parse(text) as { example?: true }).example)

const found = { minutes: '', meeting: '', commitment: '', seal: '', person: '', seat: '' }
beforeAll(async () => {
  const forum = await rows.forum.findUniqueOrThrow({ where: { slug: 'practica' } })
  const here = { forumId: forum.id }
  const minutes = await rows.minutes.findFirstOrThrow({
    where: { ...here, number: { startsWith: 'CC-' } },
    include: { meeting: true },
  })
  found.minutes = minutes.number ?? ''
  found.meeting = minutes.meetingId
  told.body = minutes.meeting.bodyId
  found.commitment = (await rows.roadmapVersion.findFirstOrThrow({ where: here })).commitmentId
  const payload = await rows.logPayload.findFirstOrThrow({
    where: { ...here, open: true, erasedAt: null, index: minutes.meeting.entryIndex },
  })
  found.seal = Buffer.from(payload.seal).toString('hex')
  found.person = (await rows.person.findFirstOrThrow({ where: here })).id
  found.seat = (await rows.seat.findFirstOrThrow({ where: { ...here, function: 'chair' } })).id
  await publishCheckpoint(real.log, forum.id, database.keysDir)
})

/** Asks as the practice table, or as the same table were it a live one. */
async function as(kind: 'practice' | 'live', seated = false): Promise<void> {
  const forum = (await forumBySlug(rows, 'practica')) ?? expect.fail('there is no practica')
  const viewer = seated
    ? await personViewer(rows, forum, found.person, new Date())
    : publicViewer(rows, forum, new Date())
  told.viewer = { ...viewer, forum: { ...forum, kind } }
}

type Giving = { route: string; what: string; mark: RegExp; pieces: () => Promise<string[]> }

/** Whatever may be torn off: each piece is to have the mark. */
const giving: Giving[] = [
  {
    route: 'brief/[forum]/[file]',
    what: 'each page of a brief: the eight that both have',
    mark: /EJEMPLO/,
    pieces: async () => {
      const file = await bytes(await ask('brief/[forum]/[file]', { file: `${found.seat}.pdf` }))
      return readPdf(file)
        .pages.slice(0, 8)
        .map((page) => JSON.stringify(page))
    },
  },
  {
    route: 'brief/[forum]/[file]',
    what: 'the head of a brief in Markdown',
    mark: /ejemplo/i,
    pieces: async () => {
      const file = await (await ask('brief/[forum]/[file]', { file: `${found.seat}.md` })).text()
      return [file.split('\n').slice(0, 6).join('\n')]
    },
  },
  {
    route: 'minutes/[forum]/[file]',
    what: 'each page of a PDF',
    mark: /EJEMPLO/,
    pieces: async () => {
      const file = await bytes(await ask('minutes/[forum]/[file]', { file: `${found.minutes}.pdf` }))
      return readPdf(file).pages.map((page) => JSON.stringify(page))
    },
  },
  {
    route: 'minutes/[forum]/[file]',
    what: 'the head of each page in Word, and its text',
    mark: /EJEMPLO|Ejemplo/,
    pieces: async () => {
      const file = await bytes(await ask('minutes/[forum]/[file]', { file: `${found.minutes}.docx` }))
      const parts = await readZip(file)
      return ['word/header1.xml', 'word/document.xml', 'docProps/core.xml'].map(
        (name) => parts.get(name)?.replace(/<[^>]+>/g, '') ?? '',
      )
    },
  },
  {
    route: 'minutes/[forum]/[file]',
    what: 'the first and the last line in Markdown',
    mark: /ejemplo/i,
    pieces: async () => {
      const file = await bytes(await ask('minutes/[forum]/[file]', { file: `${found.minutes}.md` }))
      const lines = file.toString().trim().split('\n')
      return [lines.at(0) ?? '', lines.at(-1) ?? '']
    },
  },
  {
    route: 'minutes/[forum]/[file]',
    what: 'JSON',
    mark: /true/,
    pieces: async () => [
      member(
        (await bytes(await ask('minutes/[forum]/[file]', { file: `${found.minutes}.json` }))).toString(),
      ),
    ],
  },
  {
    route: 'compare/[forum]',
    what: 'a comparison',
    mark: /true/,
    pieces: async () => {
      const days = '?from=2019-12-10&to=2019-12-11&plan=2019-2022'
      return [member(await (await ask('compare/[forum]', {}, days)).text())]
    },
  },
  {
    route: 'sheets/[forum]/[[...path]]',
    what: 'each row of a spreadsheet',
    mark: /,example\r?$/,
    pieces: async () => {
      const answer = await ask(
        'sheets/[forum]/[[...path]]',
        { path: [found.commitment] },
        '?format=csv&lang=en',
      )
      const file = (await answer.text()).trim()
      return file.split('\r\n')
    },
  },
  {
    route: 'sheets/[forum]/[[...path]]',
    what: 'a workbook, and its sheet’s name',
    mark: /ejemplo/i,
    pieces: async () => {
      const answer = await ask('sheets/[forum]/[[...path]]', { path: [found.commitment] })
      const parts = await readZip(await bytes(answer))
      return ['xl/sharedStrings.xml', 'xl/workbook.xml'].map((name) => parts.get(name) ?? '')
    },
  },
  {
    route: 'calendar/[forum]/bodies/[file]',
    what: 'a calendar’s name and each summary',
    mark: /\[Ejemplo\]/,
    pieces: async () =>
      linesIn(await ask('calendar/[forum]/bodies/[file]', { file: `${told.body}.ics` })),
  },
  {
    route: 'calendar/[forum]/private/[file]',
    what: 'a calendar’s name and each summary',
    mark: /\[Ejemplo\]/,
    pieces: async () => linesIn(await ask('calendar/[forum]/private/[file]', { file: 'secret.ics' })),
  },
  {
    route: 'calendar/[forum]/meetings/[file]',
    what: 'one meeting',
    mark: /\[Ejemplo\]/,
    pieces: async () =>
      linesIn(await ask('calendar/[forum]/meetings/[file]', { file: `${found.meeting}.ics` })),
  },
  {
    route: 'archive/[file]',
    what: 'an archive',
    mark: /true/,
    pieces: async () => {
      const file = await bytes(await ask('archive/[file]', { file: 'practica.tar' }))
      return [member(file.subarray(512, file.indexOf(0x0a, 512)).toString())]
    },
  },
  {
    route: 'receipts/[forum]/[index]',
    what: 'a receipt, by its name',
    mark: /practica-ejemplo-0/,
    pieces: async () => [nameIn(await ask('receipts/[forum]/[index]', { index: '0' }))],
  },
  {
    route: 'log/[forum]/[...path]',
    what: 'a receipt, by its name',
    mark: /practica-ejemplo-0/,
    pieces: async () => [nameIn(await ask('log/[forum]/[...path]', { path: ['proof', '0'] }))],
  },
  {
    route: 'log/[forum]/[...path]',
    what: 'what stands beside an entry',
    mark: /true/,
    pieces: async () => [
      member(await (await ask('log/[forum]/[...path]', { path: ['payload', found.seal] })).text()),
    ],
  },
]

async function linesIn(calendar: Response): Promise<string[]> {
  const text = (await calendar.text()).replaceAll('\r\n ', '')
  return text.split('\r\n').filter((line) => /^(SUMMARY|NAME|X-WR-CALNAME)[:;]/.test(line))
}

/** What gives nothing of its own away, and why. */
const without: Record<string, string> = {
  'auth/[...nextauth]': 'logins',
  'follow/[forum]/[meeting]': 'says that something changed, and nothing else',
  'first/[forum]': 'leads to the forum’s home in its first language',
  'files/[forum]/[digest]/[[...name]]': 'the bytes that somebody brought: their digest is in the log',
  'uploads/[[...path]]': 'takes in',
  'mail/[id]': 'what a demonstration caught, with the forum’s name as an example’s',
  'stop-mail/[token]': 'takes in',
}

/** Functions that make a file, by where they stand; each with the route or page by which its mark is asked for. */
const writers: Record<string, string> = {
  'lib/archive/write.ts writeArchive': 'archive/[file]',
  'lib/papers/docx.ts writeDocx': 'minutes/[forum]/[file]',
  'lib/papers/json.ts writeJson': 'minutes/[forum]/[file]',
  'lib/papers/markdown.ts writeMarkdown': 'minutes/[forum]/[file]',
  'lib/papers/pdf.ts writePdf': 'minutes/[forum]/[file]',
  'lib/roadmaps/workbook.ts writeCsv': 'sheets/[forum]/[[...path]]',
  'lib/roadmaps/workbook.ts writeWorkbook': 'sheets/[forum]/[[...path]]',
  'lib/calendars/feed.ts calendarText': 'calendar/[forum]/bodies/[file]',
  'lib/then/seen.ts comparisonAsData': 'compare/[forum]',
}

/** What an operator types that writes a file. */
const commands: Record<string, string> = {
  'scripts/operator/archive.ts': 'the same archive, by writeArchive',
  'scripts/operator/restore.ts': 'an archive, brought in',
  'scripts/operator/log.ts': 'a note to be signed, whose bytes are the format’s own',
  'scripts/operator/verify-url.ts': 'what was seen of a log: its checkpoints, as they are served',
}

describe('what the practice table gives away', () => {
  it.each(giving)('says that it is an example: $route, $what', async ({ mark, pieces, route }) => {
    await as('practice', /private|brief/.test(route))
    const marked = await pieces()
    expect(marked.length).toBeGreaterThan(0)
    for (const piece of marked) expect(piece).toMatch(mark)
    await as('live', /private|brief/.test(route))
    const plain = await pieces()
    expect(plain).toHaveLength(marked.length)
    for (const piece of plain) expect(piece).not.toMatch(mark)
  })

  it('is all asked: each route of the api, each writer, each command that writes a file', () => {
    const routes = globSync('app/api/**/route.ts').map((path) => path.slice(8, -9))
    expect(routes.toSorted()).toEqual(
      [...new Set(giving.map(({ route }) => route)), ...Object.keys(without)].toSorted(),
    )
    const named = globSync('lib/**/*.ts').filter(
      // The working paper of a draft leaves the house by no file.
      (path) => !/generated|^lib\/minutes\/drafts\/|\.test\.ts$/.test(path),
    )
    const made = named.flatMap((path) =>
      [
        ...readFileSync(path, 'utf8').matchAll(
          /^export (?:async )?function\*? ?(write[A-Z]\w*|\w+AsData|calendarText)\b/gm,
        ),
      ].map(([, name]) => `${path} ${name}`),
    )
    expect(made.toSorted()).toEqual(Object.keys(writers).toSorted())
    expect(Object.values(writers).every((route) => routes.includes(route))).toBe(true)
    const writing = globSync('scripts/operator/*.ts').filter(
      (path) =>
        !path.endsWith('.test.ts') &&
        /\b(writeFile|writeFileSync|createWriteStream|archiveTo)\b/.test(readFileSync(path, 'utf8')),
    )
    expect(writing.toSorted()).toEqual(Object.keys(commands).toSorted())
  })

  it('says so on the shared screen, and above each page of the portal and of the desk', () => {
    for (const page of [
      'app/[locale]/[forum]/(projection)/desk/meetings/[meeting]/projection/page.tsx',
      'app/[locale]/[forum]/(portal)/layout.tsx',
      'app/[locale]/[forum]/desk/parts.tsx',
    ])
      expect(readFileSync(page, 'utf8'), page).toMatch(/exampleOf\(|portal\.practice|portal\.\$\{kind\}/)
  })
})
