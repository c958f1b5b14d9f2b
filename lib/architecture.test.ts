import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/**
 * Which folders of lib each folder may import. The lower never knows the upper; adding a word here is a design decision and wants a
 * record in docs/decisions.
 */
const mayImport: Record<string, string[]> = {
  db: [],
  log: ['db'],
  act: ['log', 'db'],
  bodies: ['act', 'log', 'db'],
  witnesses: ['bodies', 'act', 'log', 'db'],
  // Whose word makes a passkey count (decision 053).
  devices: ['witnesses', 'act', 'log', 'db'],
  proposals: ['bodies', 'act', 'log', 'db'],
  // Whose keys sign how a log is kept (decision 056).
  keeping: ['witnesses', 'act', 'log', 'db'],
  commitments: ['proposals', 'bodies', 'act', 'log', 'db'],
  roadmaps: ['commitments', 'proposals', 'bodies', 'act', 'log', 'db'],
  // Files lie where the settings say.
  evidence: ['settings', 'roadmaps', 'commitments', 'proposals', 'bodies', 'act', 'log', 'db'],
  events: ['roadmaps', 'commitments', 'proposals', 'bodies', 'act', 'log', 'db'],
  // What outside events hit comes onto the next agenda by itself.
  readings: ['roadmaps', 'commitments', 'proposals', 'bodies', 'act', 'log', 'db'],
  meetings: ['events', 'roadmaps', 'commitments', 'proposals', 'bodies', 'act', 'log', 'db'],
  publication: [
    'meetings',
    'readings',
    'events',
    'evidence',
    'roadmaps',
    'commitments',
    'proposals',
    'bodies',
    'act',
    'log',
    'db',
  ],
  // What a forum is, as one file: it reads the log and the files, and fills an empty database.
  archive: ['witnesses', 'evidence', 'bodies', 'act', 'log', 'db'],
  notices: [
    'publication',
    'meetings',
    'readings',
    'events',
    'evidence',
    'roadmaps',
    'commitments',
    'proposals',
    'bodies',
    'act',
    'log',
    'db',
  ],
  accounts: ['settings', 'act', 'db'],
  // The environment, read in one place: a leaf.
  settings: [],
  // The roots compose: registries of facts, commands and effects, and the committee as one thing.
  '.': [
    'settings',
    'accounts',
    'archive',
    'keeping',
    'devices',
    'witnesses',
    'notices',
    'publication',
    'meetings',
    'readings',
    'events',
    'evidence',
    'roadmaps',
    'commitments',
    'proposals',
    'bodies',
    'act',
    'log',
    'db',
  ],
}

/** In a capability a file has one of these names; another name needs a decision record. */
const fileNames = ['rules', 'facts', 'commands', 'queries', 'effects']
const otherNames: Record<string, string[]> = {
  // What a device is asked, and what it answers, goes through a door of its own.
  // What a log says of devices is followed without a database, and by one who has it.
  devices: ['signing', 'ledger', 'watch', 'verify'],
  // How the facts' sentences get their words (decision 004).
  // What is taken away: minutes as plain data, as they stand on paper, what a person wrote in them, and a writer for each format (decision 044).
  // A calendar is text of a kind of its own, and tells how clocks are set (decision 047).
  publication: [
    'sentences',
    'minutes-document',
    'minutes-print',
    'said',
    'minutes-pdf',
    'minutes-docx',
    'minutes-markdown',
    'minutes-json',
    'calendar',
    'calendar-zone',
    'calendar-queries',
    // How a page differs between two moments (decision 054).
    'then-queries',
  ],
  // Comparing and merging versions is as much again as the rules (decision 040); a roadmap's working paper has a door of its own.
  // A spreadsheet is read in two steps: bytes to rows, and rows to a roadmap.
  roadmaps: ['compare', 'draft', 'sheet', 'workbook'],
  // Files come in through a door of their own; what they are, where they lie and what stands at a link are three things (decision 041).
  evidence: ['receive', 'file-kinds', 'store', 'capture'],
  // Working paper of minutes goes through a door of its own (settled: three doors).
  // A meeting and its minutes are two things that share their facts and rules; so is what a body plans of its meetings (decision 045).
  // What several people write at once is a document, and the rows of its updates (decision 043).
  // What is said about a draft, and its versions, are as much again as writing it.
  meetings: [
    'draft',
    'draft-document',
    'draft-log',
    'draft-voices',
    'live-protocol',
    'live-connection',
    'minutes-commands',
    'minutes-queries',
    'series-rules',
    'series-commands',
    'series-queries',
    // A session while it goes, whose working paper has its own door (decision 046).
    'session',
    'session-queries',
    'session-rules',
  ],
}
const capabilities = [
  'bodies',
  'witnesses',
  'proposals',
  'commitments',
  'roadmaps',
  'evidence',
  'events',
  'readings',
  'meetings',
  'publication',
  'notices',
  'keeping',
  'devices',
]

/** What each kind of file may import of its own and lower capabilities. */
const kindMayImport: Record<string, string[]> = {
  rules: ['rules'],
  facts: ['rules', 'facts'],
  effects: ['rules', 'facts', 'queries', 'effects'],
  queries: ['rules', 'facts', 'queries'],
  commands: ['rules', 'facts', 'queries', 'commands', 'effects'],
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (name === 'generated' || name === 'node_modules') return []
    return statSync(path).isDirectory() ? filesUnder(path) : /\.tsx?$/.test(name) ? [path] : []
  })
}

type Import = { from: string; to: string; names: string; typeOnly: boolean }

function importsOf(file: string): Import[] {
  const source = readFileSync(file, 'utf8')
  return [...source.matchAll(/^\s*(?:import|export)\s+(type\s+)?([^;'"]*?)\s*from\s+'([^']+)'/gm)].map(
    (found) => ({
      from: relative(root, file),
      to: found[3] ?? '',
      names: found[2] ?? '',
      typeOnly: Boolean(found[1]),
    }),
  )
}

const libFiles = filesUnder(join(root, 'lib'))
const sources = libFiles.filter((file) => !file.endsWith('.test.ts'))

function folderOf(path: string): string {
  const parts = relative(join(root, 'lib'), path).split('/')
  return parts.length > 1 ? (parts[0] ?? '.') : parts[0] === 'settings.ts' ? 'settings' : '.'
}

describe('lib', () => {
  it('knows no framework', () => {
    const foreign = sources
      .flatMap(importsOf)
      .filter(
        ({ to }) => /^(next|next-auth|next-intl|react|react-dom)(\/|$)/.test(to) || to.startsWith('@/'),
      )
    expect(foreign).toEqual([])
  })

  it('imports downwards only', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter(({ to }) => to.startsWith('.'))
        .map((one) => ({ ...one, target: folderOf(resolve(dirname(file), one.to)) }))
        .filter(
          ({ target }) =>
            target !== folderOf(file) && !(mayImport[folderOf(file)] ?? []).includes(target),
        ),
    )
    expect(wrong).toEqual([])
  })

  it('has four file names to a capability', () => {
    const odd = sources
      .filter((file) => capabilities.includes(folderOf(file)))
      .map((file) => relative(join(root, 'lib'), file))
      .filter((path) => {
        const [folder = '', name = ''] = path.replace(/\.ts$/, '').split('/')
        return ![...fileNames, ...(otherNames[folder] ?? [])].includes(name)
      })
    expect(odd).toEqual([])
  })

  it('keeps rules pure, facts plain and queries without commands', () => {
    const wrong = sources
      .filter((file) => capabilities.includes(folderOf(file)))
      .flatMap((file) => {
        const kind = (file.split('/').at(-1) ?? '')
          .replace(/\.ts$/, '')
          .replace(/^(?:minutes|series|session|calendar)-/, '')
        const allowed = kindMayImport[kind]
        if (!allowed) return []
        return importsOf(file).filter(({ to, typeOnly }) => {
          const target = to.match(/(rules|facts|queries|commands|effects)\.ts$/)?.[1]
          const ofCapability =
            target && capabilities.some((name) => to === `./${target}.ts` || to.includes(`../${name}/`))
          return ofCapability && !allowed.includes(target) && !typeOnly
        })
      })
    expect(wrong).toEqual([])
  })

  it('opens a transaction only in the doors, the accounts and the replay', () => {
    const doors = [
      'lib/act/act.ts',
      'lib/act/replay.ts',
      'lib/archive/restore.ts',
      'lib/meetings/draft.ts',
      'lib/meetings/draft-log.ts',
      'lib/meetings/draft-voices.ts',
      'lib/meetings/session.ts',
      'lib/roadmaps/draft.ts',
      'lib/accounts/accounts.ts',
      'lib/log/rows.ts',
    ]
    const opening = sources
      .filter((file) => /\$transaction\b|\$executeRaw\b/.test(readFileSync(file, 'utf8')))
      .map((file) => relative(root, file))
    // apply of these runs inside act's own transaction, by the functions that the migrations made for it.
    const byFunction = ['lib/log/facts.ts', 'lib/keeping/facts.ts']
    expect(opening.filter((file) => !doors.includes(file) && !byFunction.includes(file))).toEqual([])
  })

  it('writes rows only in facts and in the doors', () => {
    const writing =
      /\b(?:tx|db|database|client)\.\w+\.(?:create|createMany|update|updateMany|upsert|delete|deleteMany)\(/
    const allowed =
      /^lib\/(\w+\/facts|(?:meetings|roadmaps)\/draft|meetings\/(?:draft-log|draft-voices|session)|devices\/signing|evidence\/receive|accounts\/(?:accounts|calendar)|log\/\w+)\.ts$/
    const wrong = sources
      .map((file) => relative(root, file))
      .filter((file) => !allowed.test(file) && writing.test(readFileSync(join(root, file), 'utf8')))
    expect(wrong).toEqual([])
  })
})

describe('app and components', () => {
  const appFiles = [...filesUnder(join(root, 'app')), ...filesUnder(join(root, 'components'))].filter(
    (file) => !file.includes('.test.'),
  )

  it('never import the database', () => {
    expect(appFiles.flatMap(importsOf).filter(({ to }) => to.includes('lib/db'))).toEqual([])
  })

  it('components take props: they import types and rules of lib alone', () => {
    const wrong = appFiles
      .filter((file) => relative(root, file).startsWith('components/'))
      .flatMap(importsOf)
      .filter(
        ({ to, typeOnly }) =>
          to.startsWith('@/lib/') &&
          !typeOnly &&
          !/\/rules(\.ts)?$/.test(to) &&
          !/lib\/(act\/calendar|log\/(?:assertion|commitment|encoding)|meetings\/(live-protocol|live-connection))/.test(
            to,
          ),
      )
    expect(wrong).toEqual([])
  })

  it('server actions are submit lines', () => {
    const actions = appFiles.filter(
      (file) => /\/actions\.ts$/.test(file) && relative(root, file).includes('/desk/'),
    )
    const wrong = actions.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/^export (?:const|async function|function) (\w+)(.*)$/gm)]
        .filter((found) => !/submit(?:Draft|Roadmap|Session|Sheet)?\(/.test(found[2] ?? ''))
        .map((found) => `${relative(root, file)}: ${found[1]}`),
    )
    expect(wrong).toEqual([])
  })
})

describe('messages', () => {
  const flat = (value: unknown, path = ''): string[] =>
    value && typeof value === 'object'
      ? Object.entries(value).flatMap(([name, one]) => flat(one, `${path}${name}.`))
      : [path]

  it('exist in both languages', () => {
    const [es, en] = ['es', 'en'].map((lang) =>
      flat(JSON.parse(readFileSync(join(root, `messages/${lang}.json`), 'utf8')) as unknown).sort(),
    )
    expect(es).toEqual(en)
  })
})
