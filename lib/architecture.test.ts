import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/**
 * Which folders of lib each folder may import. The lower never knows the upper; adding a word here is a design decision and wants a
 * record in docs/decisions.
 */
const ground = ['act', 'log', 'db']
const mayImport: Record<string, string[]> = {
  db: [],
  log: ['db'],
  act: ['log', 'db'],
  bodies: ground,
  witnesses: ['bodies', ...ground],
  // Whose word makes a passkey count (decision 053).
  devices: ['witnesses', ...ground],
  proposals: ['bodies', ...ground],
  // What a forum is, changed by decisions of its own (decision 077).
  amendments: ['proposals', 'bodies', ...ground],
  // Who sits where the sector itself cannot say it: by decision, or by letter (decision 080).
  appointments: ['proposals', 'bodies', ...ground],
  // Who sits where, with what a page says of it: whether anybody came, what stays with the seat.
  roster: ['meetings', 'proposals', 'bodies', ...ground],
  // Whose keys sign how a log is kept (decision 056), and who must not be the last to go (decision 080).
  keeping: ['witnesses', 'bodies', ...ground],
  // What a second sector confirms: a text that goes, a voice in a body of others (decision 083).
  confirmations: ['keeping', 'bodies', ...ground],
  // What others say of a suspension, and what is asked for to come back (decision 082).
  pauses: ['proposals', 'bodies', ...ground],
  // Files and links beside things of the forum (decision 082).
  documents: ['proposals', 'bodies', ...ground],
  commitments: ['proposals', 'bodies', ...ground],
  roadmaps: ['commitments', 'proposals', 'bodies', ...ground],
  // A commitment's text is decided on as its roadmap is.
  plans: ['roadmaps', 'commitments', 'proposals', 'bodies', ...ground],
  // Files lie where the settings say.
  evidence: ['settings', 'roadmaps', 'commitments', 'proposals', 'bodies', ...ground],
  events: ['roadmaps', 'commitments', 'proposals', 'bodies', ...ground],
  readings: ['roadmaps', 'commitments', 'proposals', 'bodies', ...ground],
  // What outside events hit comes onto the next agenda by itself.
  meetings: ['events', 'roadmaps', 'commitments', 'proposals', 'bodies', ...ground],
  series: ['meetings', 'bodies', ...ground],
  // Whoever holds a body's book takes over what was before.
  records: ['meetings', 'commitments', 'proposals', 'bodies', ...ground],
  sittings: ['meetings', 'bodies', ...ground],
  preparing: ['meetings', 'bodies', ...ground],
  'minutes/drafts': ['minutes', 'meetings', 'proposals', 'bodies', ...ground],
  minutes: ['minutes/drafts', 'meetings', 'roadmaps', 'proposals', 'bodies', ...ground],
  // What is told of them: history, the minutes as papers, calendars, and how a page differs between two moments.
  history: ['facts', 'minutes', 'meetings', 'proposals', ...ground],
  papers: ['minutes', 'meetings', ...ground],
  calendars: ['preparing', 'series', 'meetings', ...ground],
  then: [
    'facts',
    'history',
    'minutes',
    'meetings',
    'roadmaps',
    'commitments',
    'proposals',
    'bodies',
    ...ground,
  ],
  // What a seat, its sector and its bodies have to do with: it is told of everything, and acts upon nothing.
  brief: [
    'facts',
    'papers',
    'history',
    'notices',
    'handovers',
    'minutes',
    'meetings',
    'readings',
    'events',
    'evidence',
    'roadmaps',
    'proposals',
    'bodies',
    ...ground,
  ],
  // What is told by mail: the desk's list and the history, in a letter's words (decision 087).
  letters: ['brief', 'history', 'bodies', ...ground],
  // What a forum is, as one file: it reads the log and the files, and fills an empty database.
  archive: ['settings', 'witnesses', 'evidence', 'bodies', ...ground],
  // Whom a fact is told to stands beside it.
  notices: ['facts', 'series', 'minutes', 'meetings', 'commitments', 'proposals', 'bodies', ...ground],
  accounts: ['settings', 'act', 'db'],
  handovers: ['bodies', ...ground],
  // A forum is made by the acts of those who make one, and its first voices get their logins with it (decision 079).
  foundings: ['accounts', 'commitments', 'bodies', ...ground],
  // The environment, read in one place: a leaf.
  settings: [],
  // The registry of facts: what it knows of them stands beside each.
  facts: [
    'log',
    'bodies',
    'witnesses',
    'devices',
    'keeping',
    'proposals',
    'amendments',
    'appointments',
    'commitments',
    'roadmaps',
    'plans',
    'evidence',
    'events',
    'readings',
    'meetings',
    'minutes',
    'series',
    'records',
    'handovers',
    'preparing',
    'documents',
    'confirmations',
  ],
}
// The roots compose: registries of facts, commands and effects, and the committee as one thing.
mayImport['.'] = Object.keys(mayImport)

/** In a capability a file has one of these names; another name needs a decision record. */
const fileNames = ['rules', 'facts', 'commands', 'queries', 'record', 'effects']
const otherNames: Record<string, string[]> = {
  // What a person wishes, and the change that it makes of the forum as it stands; what it takes away and puts there (decision 077).
  amendments: ['wish', 'red-line'],
  // What is read of commitments is three things: the commitments, the plans that they stand in, and what sources say of both.
  commitments: ['plan-queries', 'source-queries'],
  // What a device is asked, and what it answers, goes through a door of its own.
  // What a log says of devices is followed without a database, and by one who has it.
  devices: ['signing', 'ledger', 'watch', 'verify'],
  // How the facts' sentences get their words (decision 004).
  history: ['sentences'],
  // What is taken away: minutes as plain data, as they stand on paper, what a person wrote in them, and a writer for each format (decision 044).
  papers: ['document', 'print', 'said', 'pdf', 'docx', 'markdown', 'json'],
  // Minutes on paper, from the head to the foot.
  'papers/print': ['lines', 'opening', 'items', 'closing'],
  // A PDF is drawn by hand, from the paper and the letters up to whole parts.
  'papers/pdf': ['paper', 'looks', 'letters', 'lines', 'code', 'tables', 'blocks', 'parts'],
  // A calendar is text of a kind of its own, and tells how clocks are set (decision 047).
  calendars: ['feed', 'zone'],
  // Comparing and merging versions is as much again as the rules (decision 040); a roadmap's working paper has a door of its own.
  // A spreadsheet is read in two steps: bytes to rows, and rows to a roadmap.
  // What decisions brought about is read of commitments and roadmaps at once.
  roadmaps: ['compare', 'draft', 'sheet', 'workbook', 'result-queries'],
  // A plan as people paste it, line by line.
  plans: ['lines'],
  // Files come in through a door of their own; what they are, where they lie and what stands at a link are three things (decision 041).
  evidence: ['receive', 'file-kinds', 'store', 'capture'],
  // What is read of minutes is four things: the minutes themselves, their draft, what is said of it with how it
  // stood before, and what of them waits for a seat. A command needs the rows of the first two.
  minutes: ['draft-queries', 'draft-record', 'voices-queries', 'work-queries'],
  // Working paper of minutes goes through a door of its own. What several people write at once is a document, and the
  // rows of its updates (decision 043). What is said about a draft, and its versions, are as much again as writing it.
  'minutes/drafts': ['door', 'document', 'markdown', 'updates', 'voices', 'protocol', 'connection'],
  // A brief is read in parts: whom it is for, what is to be done, what stands, and who carries it. Its lines are said in a language, on
  // a page or on paper (decision 081).
  brief: [
    'said',
    'print',
    'scope-queries',
    'work-queries',
    'standing-queries',
    'people-queries',
    'balance-queries',
  ],
  // The cursor and what follows from it go through a door; whom an act is told to is pure, and so is the link that stops it (decision 087).
  notices: ['door', 'telling', 'stopping'],
  // A letter, read of the record and then said in a language.
  letters: ['mail'],
  // A session while it goes, whose working paper has its own door (decision 046).
  sittings: ['door'],
}
const capabilities = [
  'bodies',
  'witnesses',
  'proposals',
  'amendments',
  'appointments',
  'commitments',
  'roadmaps',
  'plans',
  'evidence',
  'events',
  'readings',
  'meetings',
  'minutes',
  'minutes/drafts',
  'series',
  'records',
  'sittings',
  'preparing',
  'pauses',
  'documents',
  'history',
  'papers',
  'calendars',
  'then',
  'notices',
  'roster',
  'keeping',
  'devices',
  'handovers',
  'confirmations',
  'brief',
  'letters',
]

/** What each kind of file may import of its own and lower capabilities. */
const kindMayImport: Record<string, string[]> = {
  rules: ['rules'],
  facts: ['rules', 'facts'],
  // What a viewer may read is no ground to act upon, and what a command needs of the rows no page shows as it is.
  record: ['rules', 'facts', 'record'],
  effects: ['rules', 'facts', 'record', 'effects'],
  queries: ['rules', 'facts', 'record', 'queries'],
  commands: ['rules', 'facts', 'record', 'commands', 'effects'],
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (name === 'generated' || name === 'node_modules') return []
    if (statSync(path).isDirectory()) return filesUnder(path)
    return /\.(?:tsx?|mjs)$/.test(name) ? [path] : []
  })
}

type Import = { from: string; to: string; names: string; typeOnly: boolean }

/** Those at the head of a file, and those that wait until they are needed. */
function importsOf(file: string): Import[] {
  const source = readFileSync(file, 'utf8')
  const from = relative(root, file)
  const first = [...source.matchAll(/^\s*(?:import|export)\s+(type\s+)?([^;'"]*?)\s*from\s+'([^']+)'/gm)]
  const later = [...source.matchAll(/\bimport\(\s*'([^']+)'/g)]
  return [
    ...first.map((found) => ({
      from,
      to: found[3] ?? '',
      names: found[2] ?? '',
      typeOnly: Boolean(found[1]),
    })),
    ...later.map((found) => ({ from, to: found[1] ?? '', names: '', typeOnly: false })),
  ]
}

const libFiles = filesUnder(join(root, 'lib'))
const sources = libFiles.filter((file) => !file.endsWith('.test.ts'))

function folderOf(path: string): string {
  const folder = dirname(relative(join(root, 'lib'), path))
  if (folder === '.') return /\/(settings|facts)\.ts$/.exec(path)?.[1] ?? '.'
  // The parts of a folder without rooms of its own are one with it.
  return folder in mayImport ? folder : (folder.split('/')[0] ?? '.')
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
        const [folder, name] = [dirname(path), basename(path, '.ts')]
        return ![...fileNames, ...(otherNames[folder] ?? [])].includes(name)
      })
    expect(odd).toEqual([])
  })

  it('keeps rules pure, facts plain and queries without commands', () => {
    const wrong = sources
      .filter((file) => capabilities.includes(folderOf(file)))
      .flatMap((file) => {
        const kind = basename(file, '.ts').split('-').at(-1) ?? ''
        const allowed = kindMayImport[kind]
        if (!allowed) return []
        return importsOf(file).filter(({ to, typeOnly }) => {
          const target = to.match(/(rules|facts|record|queries|commands|effects)\.ts$/)?.[1]
          const ofCapability =
            target && (to.startsWith('./') || capabilities.some((name) => to.includes(`../${name}/`)))
          return ofCapability && !allowed.includes(target) && !typeOnly
        })
      })
    expect(wrong).toEqual([])
  })

  it('reads for a viewer in queries, and for a command in records', () => {
    const of = (kind: string) =>
      sources.filter((file) => basename(file, '.ts').split('-').at(-1) === kind)
    const bare = of('queries').flatMap((file) =>
      [
        ...readFileSync(file, 'utf8').matchAll(
          /^export (?:async )?function (\w+)\(\s*(?:\w+|\{[^}]*\}): Reader\b/gm,
        ),
      ].map(([, name]) => `${relative(root, file)}: ${name}`),
    )
    const looking = of('record')
      .flatMap(importsOf)
      .filter(({ names }) => /\bViewer\b/.test(names))
    expect(of('record').length).toBeGreaterThan(10)
    expect([...bare, ...looking]).toEqual([])
  })

  it('opens a transaction only in the doors, the accounts and the replay', () => {
    const doors = [
      'lib/act/act.ts',
      'lib/act/transaction.ts',
      'lib/act/replay.ts',
      'lib/archive/restore.ts',
      'lib/minutes/drafts/door.ts',
      'lib/minutes/drafts/updates.ts',
      'lib/minutes/drafts/voices.ts',
      'lib/sittings/door.ts',
      'lib/roadmaps/draft.ts',
      'lib/foundings/door.ts',
      'lib/notices/door.ts',
      'lib/accounts/accounts.ts',
      'lib/log/rows.ts',
    ]
    const opening = sources
      .filter((file) =>
        /\$transaction\b|\binTransaction\(|\$executeRaw\b/.test(readFileSync(file, 'utf8')),
      )
      .map((file) => relative(root, file))
    // apply of these runs inside act's own transaction, by the functions that the migrations made for it.
    const byFunction = ['lib/log/facts.ts', 'lib/keeping/facts.ts']
    // It says of what type it is, and opens none.
    const allowed = [...doors, ...byFunction, 'lib/db/client.ts']
    expect(opening.filter((file) => !allowed.includes(file))).toEqual([])
  })

  it('writes rows only in facts and in the doors', () => {
    const writing =
      /\b(?:tx|db|database|client)\.\w+\.(?:create|createMany|update|updateMany|upsert|delete|deleteMany)\(/
    const allowed =
      /^lib\/(\w+\/facts|roadmaps\/draft|foundings\/door|notices\/door|minutes\/drafts\/(?:door|updates|voices)|sittings\/door|devices\/signing|evidence\/receive|accounts\/(?:accounts|calendar)|log\/\w+)\.ts$/
    const wrong = sources
      .map((file) => relative(root, file))
      .filter((file) => !allowed.test(file) && writing.test(readFileSync(join(root, file), 'utf8')))
    expect(wrong).toEqual([])
  })
})

/** The rooms around lib, and which others each may import. What strangers run alone imports nothing of ours. */
const rooms: Record<string, string[]> = {
  stranger: [],
  server: ['lib'],
  prisma: ['lib'],
  scripts: ['server', 'prisma', 'lib'],
  testing: ['scripts', 'server', 'stranger', 'prisma', 'lib'],
  bench: ['testing', 'scripts', 'server', 'components', 'app', 'prisma', 'lib'],
}

describe('what a kind of fact means', () => {
  it('is said beside it and nowhere else: no other file names a kind as a string', () => {
    const files = ['lib', 'app', 'components', 'server', 'scripts', 'testing', 'prisma']
      .flatMap((folder) => filesUnder(join(root, folder)))
      .filter((file) => !/\.test\.tsx?$|\/facts\.ts$/.test(file))
    const named = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/['"][a-z]+\.[a-z-]+\/\d+['"]/g)].map(
        ([kind]) => `${relative(root, file)}: ${kind}`,
      ),
    )
    expect(named).toEqual([])
  })
})

describe('the rooms around lib', () => {
  const room = (path: string) => relative(root, path).split('/')[0] ?? ''

  it.each(Object.keys(rooms))('%s imports only what it may', (name) => {
    const files = filesUnder(join(root, name)).filter((file) => !file.includes('.test.'))
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter(({ to }) => to.startsWith('.'))
        .map((one) => ({ ...one, target: room(resolve(dirname(file), one.to)) }))
        .filter(({ target }) => target !== name && !(rooms[name] ?? []).includes(target)),
    )
    expect(files.length).toBeGreaterThan(0)
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
          !/lib\/(act\/(?:calendar|lengths)|log\/(?:assertion|seal|encoding)|minutes\/drafts\/(protocol|connection|markdown))/.test(
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

describe('days', () => {
  // What turns days into instants and back, in all the spellings of it that were found here. Tests may reckon otherwise: so they can disagree.
  const patterns: [what: string, pattern: RegExp][] = [
    [
      'cuts a day out of an instant',
      /\.toISOString\(\)\s*\.(?:slice|substring|substr|split)|slice\(0, ?10\)/,
    ],
    [
      'asks a date of its parts',
      /\.(?:get|set)(?:UTC)?(?:Date|Day|Month|FullYear|Hours)\(|getTimezoneOffset/,
    ],
    [
      'counts a day in hours',
      /\b864e5\b|\b86_?400(?:_?000)?\b|\b36e5\b|\b3_?600_?000\b|24 \* 60|60 \* 60 \* 24|24 \* 3_?600/,
    ],
    [
      'makes an instant of a day',
      /(?:new Date|Date\.parse)\(\s*(?:`|day\b|\w+\.(?:day|\w+On)\b|[\w.]+ ?\+ ?')|T00:00|Date\.UTC\(/,
    ],
    [
      'asks the runtime for clocks',
      /Intl\.DateTimeFormat\b|supportedValuesOf|toLocale(?:Date|Time)?String\((?:[^)]*timeZone|undefined, \{ (?:day|hour|month))/,
    ],
    ['asks the database for clocks', /AT TIME ZONE|current_date|date_trunc|now\(\)::date|EXTRACT\(/i],
  ]
  /** A reason on its line, or at most two lines before it, beginning with this word: a statement may be broken. */
  const reason = /(?:\/\/|--) days: /
  // Migrations that were applied are not edited: what the first asks was taken from it by `days`, and the second's day is of rows that no act writes.
  const applied = ['20261123000002_guard', '20261123000026_past'].map(
    (name) => `prisma/migrations/${name}/migration.sql`,
  )
  const exempt = ['lib/act/calendar.ts', ...applied]
  const folders = ['lib', 'app', 'components', 'server', 'scripts', 'testing', 'prisma', 'e2e']
  const sqlUnder = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.sql'))
      .map((name) => join(folder, name))
  const files = [
    ...folders.flatMap((name) => filesUnder(join(root, name))),
    ...sqlUnder(join(root, 'prisma/migrations')),
  ]
    .map((file) => relative(root, file))
    .filter((file) => !/\.test\.tsx?$/.test(file) && !exempt.includes(file))

  /** What stands in a text and is not allowed there, line by line. */
  function reckoningIn(text: string): string[] {
    const lines = text.split('\n')
    return lines.flatMap((line, at) => {
      const allowed = lines.slice(Math.max(0, at - 2), at + 1).some((one) => reason.test(one))
      return allowed
        ? []
        : patterns
            .filter(([, pattern]) => pattern.test(line))
            .map(([what]) => `${at + 1} ${what}: ${line.trim().slice(0, 100)}`)
    })
  }

  it('are turned into instants, and back, in lib/act/calendar.ts alone', () => {
    const wrong = files.flatMap((file) =>
      reckoningIn(readFileSync(join(root, file), 'utf8')).map((one) => `${file}:${one}`),
    )
    expect(files.length).toBeGreaterThan(400)
    expect(wrong).toEqual([])
  })

  it.each([
    'deadlineAt.toISOString().slice(0, 10)',
    'const [day] = now.toISOString().split("T")',
    'recordedAt.slice(0, 10)',
    'date.setDate(date.getDate() + 1)',
    'new Date().getTimezoneOffset()',
    'now.getTime() + days * 864e5',
    'now + 7 * 86_400_000',
    '24 * 60 * 60 * 1000',
    'new Date(`${day}T00:00:00Z`)',
    "new Date(day + 'T12:00')",
    'Date.parse(`${to}T00:00:00Z`)',
    'new Date(day)',
    'new Date(row.heldOn)',
    'Date.UTC(year, month, 0)',
    "new Intl.DateTimeFormat('es', { timeZone })",
    "Intl.supportedValuesOf('timeZone')",
    "when.toLocaleString('es', { timeZone: zone })",
    '(moment AT TIME ZONE zone)::date',
    'WHERE m."fromOn" <= current_date',
  ])('nobody writes %s', (line) => {
    expect(reckoningIn(line)).toHaveLength(1)
    expect(reckoningIn(`${line} // days: because`)).toEqual([])
    expect(reckoningIn(`// days: because\n${line}`)).toEqual([])
  })
})

/** Lines that say what no line may, but where a reason stands beside the file's name. */
function linesThat(say: RegExp, files: string[], reasons: Record<string, string>): string[] {
  return files.flatMap((file) => {
    const path = relative(root, file)
    if (path in reasons) return []
    return readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, at) => (say.test(line) ? [`${path}:${at + 1}: ${line.trim()}`] : []))
  })
}

describe('what is pressed and typed is held (decision 063)', () => {
  // The portal is sent without React's scripts; what its own one answers is hidden until it is there (data-with-script).
  const drawn = [...filesUnder(join(root, 'app')), ...filesUnder(join(root, 'components'))].filter(
    (file) => file.endsWith('.tsx') && !file.includes('.test.') && !file.includes('(portal)'),
  )
  const texts = drawn.map((file) => ({ path: relative(root, file), text: readFileSync(file, 'utf8') }))
  /** Each control as its tag is written, with the attributes. Arrows within them end no tag. */
  const controls = (text: string) =>
    [...text.matchAll(/<(input|select|textarea)\b(?:=>|[^>])*>/g)].map(([tag]) => tag)
  const which = (tells: (tag: string) => boolean) =>
    texts.flatMap(({ path, text }) =>
      controls(text)
        .filter(tells)
        .map((tag) => `${path}: ${tag}`),
    )

  it('a control starts with a value and is never told another: the page keeps none of its own', () => {
    // The shared document is their state, and it merges what two wrote; they are not drawn before the scripts are awake.
    const ofTheDocument = [
      'components/meetings/live/live-agreements.tsx',
      'components/meetings/live/live-text.tsx',
    ]
    const told = which(
      (tag) =>
        (/\s(?:checked|value)=\{/.test(tag) && !/type="(?:hidden|radio|checkbox)"|readOnly/.test(tag)) ||
        /\schecked=\{/.test(tag),
    )
    expect(told.filter((one) => !ofTheDocument.some((path) => one.startsWith(path)))).toEqual([])
  })

  it('a control has no key by its value: it would be another one, and empty, when the page is made anew', () => {
    expect(which((tag) => /\skey=\{/.test(tag) && !/type="hidden"/.test(tag))).toEqual([])
    expect(
      texts.flatMap(({ path, text }) =>
        [
          ...text.matchAll(
            /<(?:Act|ActionForm|Form\w+)\b[^>]*?key=\{[^}]*(?:revision|state|version)[^}]*\}/g,
          ),
        ].map(([tag]) => `${path}: ${tag}`),
      ),
    ).toEqual([])
  })

  it('a form acts through ActionForm or Press, which hold what stands in it, and do not have the page torn down', () => {
    const own: Record<string, string> = {
      'components/form/action-form.tsx': 'is it',
      'components/form/press.tsx': 'is it',
      'app/[locale]/[forum]/desk/shown-once.tsx': 'has nothing to fill in, and leads nowhere',
      'app/[locale]/[forum]/desk/devices/make-passkey.tsx': 'asks the device, and holds its own',
    }
    // A form that asks by GET, or posts a file, gives an address.
    expect(linesThat(/useActionState|<form\b(?!.*method=).*\saction=\{/, drawn, own)).toEqual([])
  })

  it('a button that only a script answers is asleep until it wakes', () => {
    const clientOnly: Record<string, string> = {
      'components/form/confirm.tsx': 'stands in a dialog that a script opened',
      'components/form/sign-offer.tsx': 'follows an answer to a script',
      'components/meetings/autosave.tsx': 'follows an answer to a script',
      'components/evidence/upload-form.tsx': 'follows an upload by a script',
      'components/meetings/live/live-agreements.tsx': 'is not drawn before the draft was brought',
      'components/meetings/live/live-text.tsx': 'is not drawn before the draft was brought',
      'components/meetings/live/speak.tsx': 'is loaded at a press',
      'app/[locale]/(login)/sign-in/with-passkey.tsx': 'is drawn by a script alone',
    }
    const pressed = drawn.filter(
      (file) =>
        /<button\b(?:=>|[^>])*type="button"(?:=>|[^>])*>/.test(readFileSync(file, 'utf8')) &&
        !(relative(root, file) in clientOnly),
    )
    expect(
      pressed
        .filter((file) => !readFileSync(file, 'utf8').includes('useAwake()'))
        .map((file) => relative(root, file)),
    ).toEqual([])
  })
})

describe('tests', () => {
  const tests = [
    ...['lib', 'app', 'components', 'prisma', 'server', 'scripts', 'stranger', 'testing', 'bench']
      .flatMap((folder) => filesUnder(join(root, folder)))
      .filter((file) => /\.test\.tsx?$|\/live-(?:table|crash|committee)\.ts$/.test(file)),
    ...filesUnder(join(root, 'e2e')),
  ].filter((file) => !file.endsWith('lib/architecture.test.ts'))

  it('wait for what is said, and never for a while', () => {
    expect(
      linesThat(/waitForTimeout|timers\/promises|\bset(?:Timeout|Interval)\(|pg_sleep/, tests, {
        'testing/live-table.ts': 'asks again, with a pause, until it is so',
        'e2e/by-the-documents.spec.ts': 'has a patience of its own (below)',
        'server/rooms.test.ts': 'a line that is slow is what it tries',
      }),
    ).toEqual([])
  })

  it('do not say how long anything takes: beside other work it takes longer', () => {
    expect(
      linesThat(
        /performance\.now|hrtime|expect\(Date\.now|- Date\.now\(\)|(?:toBe|toEqual|toBeLess\w*|toBeGreater\w*)\([^()]*Date\.now/,
        tests,
        {},
      ),
    ).toEqual([])
  })

  it('have one patience, that of their runner', () => {
    expect(
      linesThat(/test\.setTimeout|until\(.*, \d|toBeVisible\(\{ timeout: \d{4,}/, tests, {
        'e2e/by-the-documents.spec.ts': 'walks a whole manual, with installations and builds',
      }),
    ).toEqual([])
  })
})

describe('databases', () => {
  it('are dropped in one place, which knows what is in the way', () => {
    const code = ['lib', 'prisma', 'server', 'scripts', 'testing', 'bench', 'e2e']
      .flatMap((folder) => filesUnder(join(root, folder)))
      .filter((file) => /\.(?:ts|mjs)$/.test(file))
    expect(
      linesThat(/DROP DATABASE/, code, {
        'scripts/roles.ts': 'is the place',
        'scripts/beside.test.ts': 'shows why',
        'lib/architecture.test.ts': 'is this line',
        'scripts/operator/commands.test.ts': 'is an administrator who begins anew',
        'e2e/by-the-documents.spec.ts': 'is an administrator who begins anew',
      }),
    ).toEqual([])
  })
})

describe('what a comment cites', () => {
  it('lies in the project: a reader can open it', () => {
    const cited = [
      'lib',
      'app',
      'components',
      'server',
      'scripts',
      'testing',
      'bench',
      'e2e',
      'prisma',
      'stranger',
    ]
      .flatMap((folder) => filesUnder(join(root, folder)))
      .flatMap((file) => {
        const text = readFileSync(file, 'utf8')
        const papers = [...text.matchAll(/[\w./-]+\.md\b/g)].map(([paper]) => paper)
        const decisions = [...text.matchAll(/\bdecision (\d{3})\b/g)].map(([, number]) => `${number}-`)
        return [...papers, ...decisions].map((paper) => ({ paper, file: relative(root, file) }))
      })
    const decided = readdirSync(join(root, 'docs/decisions'))
    const isThere = (paper: string) =>
      paper.endsWith('.md')
        ? existsSync(join(root, paper))
        : decided.some((name) => name.startsWith(paper))
    // A name that a test gives to a file of its own.
    const names = ['nota.md']
    expect(cited.filter(({ paper }) => !names.includes(paper) && !isThere(paper))).toEqual([])
    expect(cited.length).toBeGreaterThan(50)
  })
})

describe('one word for one thing (docs/glossary.md)', () => {
  const files = ['lib', 'app', 'components', 'server']
    .flatMap((folder) => filesUnder(join(root, folder)))
    .filter((file) => !file.includes('.test.'))
    .map((file) => ({ path: relative(root, file), text: readFileSync(file, 'utf8') }))

  /** What else the lines of a file say of a word, once the names that stand at the border are left out. */
  function saying(word: RegExp, { path, text }: (typeof files)[number], border: RegExp): string[] {
    return text
      .split('\n')
      .flatMap((line, at) =>
        word.test(line.replaceAll(border, '')) ? [`${path}:${at + 1}: ${line.trim()}`] : [],
      )
  }

  describe('a login is no session, which is what the committee holds', () => {
    /** At the border: what others named, and what the committee's own sessions are called where logins are handled too. */
    const border: Record<string, RegExp> = {
      // next-auth's own words, and the name of its cookie.
      'app/_request/login.ts':
        /\bsession: \{ strategy|\bsessionToken:|\bsession\(\{ session, token \}\)|\bsession\.expires\b/g,
      'lib/accounts/origin.ts': /next-auth\.session-token/g,
      // What operators have written into their settings.
      'lib/settings.ts': /SESSION_SECRET/g,
      // An address.
      'app/_request/login-actions.ts': /done=session\.signed-out/g,
      'app/_request/calendar.ts': /\bsession\b/g,
      'app/_request/seam.ts': /of sessions\)/g,
      'app/_request/submit-draft.ts': /'session'/g,
      'app/_request/submit-session.ts': /session/gi,
      'lib/mesa.ts': /\b(?:open)?SessionDoor\b|\bsession:/g,
    }
    const none = /(?!)/g
    const rooms =
      /^(?:lib\/accounts\/|lib\/settings|app\/_request\/|app\/api\/auth\/|app\/\[locale\]\/\(login\)\/|server\/)/
    const handles = /from '(?:next-auth|[^']*\/accounts\/|[^']*_request\/login|\.\/login)/
    const compound = /session_?(?:cookie|id|row|secret|token|user)/i

    it('where logins are handled', () => {
      const handling = files.filter(({ path, text }) => rooms.test(path) || handles.test(text))
      expect(handling.length).toBeGreaterThan(50)
      expect(handling.flatMap((one) => saying(/session/i, one, border[one.path] ?? none))).toEqual([])
    })

    it('and nowhere in a name made of both', () => {
      expect(files.flatMap((one) => saying(compound, one, border[one.path] ?? none))).toEqual([])
    })

    it('for whoever reads the pages', () => {
      const said =
        /\b(?:su|mis?) sesi(?:ón|ones)\b|(?:iniciar|cerrar) sesión|\b(?:my|your) (?:other )?sessions?\b/i
      expect(
        linesThat(
          said,
          ['es', 'en'].map((lang) => join(root, `messages/${lang}.json`)),
          {},
        ),
      ).toEqual([])
    })
  })

  describe('a seal is no commitment, which is what a plan promises', () => {
    /** At the border: the member that stands in bytes which are kept, the column, and what is said of plans. */
    const border: Record<string, RegExp> = {
      'lib/log/seal.ts':
        /\{ commitment: (?:string|seal) \}|\?\.commitment\b|\{"commitment":"|is a commitment$/g,
      'lib/log/fact.ts': /\bcommitment\?: string \| null|\bcommitment's\b/g,
      'lib/archive/format.ts': /\bcommitment: (?:z\.string|seal\b)/g,
      'lib/archive/restore.ts': /"forumId", commitment\b|commitmentId: line\.commitment\b/g,
    }
    const none = /(?!)/g
    const rooms =
      /^(?:lib\/(?:log|archive|keeping|devices|witnesses)\/|components\/(?:verify|form)\/|app\/api\/(?:log|receipts|minutes)\/)/
    /** The ways in which a salted hash is handled, in all the spellings of it that were found here. */
    const asHash =
      /(?:Buffer\.from|toBase64|fromBase64|toHex|opens|sealOf|decode)\(\s*[\w.?!]*commitment|\bcommitment(?:\?: unknown|\??: (?:Uint8Array|Buffer))|\.commitment\b.*'(?:base64|hex)'|\bcommitment\b.*\bsalt\b|\bsalt\b.*\bcommitment\b|forumId_commitment\b/i

    it('where seals alone are handled', () => {
      const handling = files.filter(({ path }) => rooms.test(path))
      expect(handling.length).toBeGreaterThan(50)
      expect(handling.flatMap((one) => saying(/commitment/i, one, border[one.path] ?? none))).toEqual([])
    })

    it('where both are: nothing that is called a commitment is handled as a hash', () => {
      expect(files.flatMap((one) => saying(asHash, one, border[one.path] ?? none))).toEqual([])
    })

    it.each([
      "Buffer.from(payload.commitment).toString('base64')",
      'toBase64(row.commitment)',
      'opens(commitment, salt, text)',
      'for (const { commitment, salt, value } of beside) {',
      'const sealed = (value as { commitment?: unknown }).commitment',
      'forumId_commitment: { forumId, commitment }',
      "by.get(entry.commitment ?? '', 'base64')",
    ])('nobody writes %s', (line) => {
      expect(saying(asHash, { path: 'x.ts', text: line }, none)).toHaveLength(1)
    })
  })
})

describe('messages', () => {
  const flat = (value: unknown, path = ''): string[] =>
    value && typeof value === 'object'
      ? Object.entries(value).flatMap(([name, one]) => flat(one, `${path}${name}.`))
      : [path]

  it('exist in both languages', () => {
    const [es, en] = ['es', 'en'].map((lang) =>
      flat(JSON.parse(readFileSync(join(root, `messages/${lang}.json`), 'utf8')) as unknown).toSorted(),
    )
    expect(es).toEqual(en)
  })
})
