// The rooms of the house, and what each may know of the others. Adding a word here is a design decision.
import { dirname, join, relative, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')

/**
 * Which folders of lib each folder may import. The lower never knows the upper; adding a word here is a
 * design decision and wants a record in docs/decisions.
 */
const ground = ['act', 'log', 'db']

export const mayImport: Record<string, string[]> = {
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
  // What everybody may read, found by its words: it names a thing and where its page is (decision 094).
  search: ['roadmaps', 'proposals', ...ground],
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
export const fileNames = ['rules', 'facts', 'commands', 'seen', 'record', 'effects']

export const otherNames: Record<string, string[]> = {
  // What a person wishes, and the change that it makes of the forum as it stands; what it takes away and
  // puts there (decision 077).
  amendments: ['wish', 'red-line'],
  // What is read of commitments is three things: the commitments, the plans that they stand in, and what
  // sources say of both.
  commitments: ['plan-seen', 'source-seen'],
  // What a device is asked, and what it answers, goes through a door of its own.
  // What a log says of devices is followed without a database, and by one who has it.
  devices: ['signing', 'ledger', 'watch', 'verify'],
  // How the facts' sentences get their words (decision 004).
  history: ['sentences', 'acts-seen'],
  // What is taken away: minutes as plain data, as they stand on paper, what a person wrote in them, and
  // a writer for each format (decision 044).
  papers: ['document', 'print', 'said', 'pdf', 'docx', 'markdown', 'json'],
  // Minutes on paper, from the head to the foot.
  'papers/print': ['lines', 'opening', 'items', 'closing'],
  // A PDF is drawn by hand, from the paper and the letters up to whole parts.
  'papers/pdf': ['paper', 'looks', 'letters', 'lines', 'code', 'tables', 'blocks', 'parts'],
  // A calendar is text of a kind of its own, and tells how clocks are set (decision 047).
  calendars: ['feed', 'zone'],
  // Comparing and merging versions is as much again as the rules (decision 040); a roadmap's working
  // paper has a door of its own. A spreadsheet is read in two steps: bytes to rows, and rows to a
  // roadmap. What decisions brought about is read of commitments and roadmaps at once.
  roadmaps: ['compare', 'draft', 'sheet', 'workbook', 'result-seen'],
  // A plan as people paste it, line by line.
  plans: ['lines'],
  // Files come in through a door of their own; what they are, where they lie and what stands at a link
  // are three things (decision 041).
  evidence: ['receive', 'file-kinds', 'store', 'capture'],
  // What is read of minutes is four things: the minutes themselves, their draft, what is said of it with how it
  // stood before, and what of them waits for a seat. A command needs the rows of the first two.
  minutes: ['draft-seen', 'draft-record', 'voices-seen', 'work-seen'],
  // Working paper of minutes goes through a door of its own. What several people write at once is a document, and the
  // rows of its updates (decision 043). What is said about a draft, and its versions, are as much again as writing it.
  'minutes/drafts': ['door', 'document', 'markdown', 'updates', 'voices', 'protocol', 'connection'],
  // A brief is read in parts: whom it is for, what is to be done, what stands, and who carries it. Its
  // lines are said in a language, on a page or on paper (decision 081).
  brief: ['said', 'print', 'scope-seen', 'work-seen', 'standing-seen', 'people-seen', 'balance-seen'],
  // The cursor and what follows from it go through a door; whom an act is told to is pure, and so is the
  // link that stops it (decision 087).
  notices: ['door', 'telling', 'stopping'],
  // Where a thing is that was found is as much again as finding it (decision 094).
  search: ['place-seen'],
  // A letter, read of the record and then said in a language; and the report that one came back.
  letters: ['mail', 'bounces'],
  // A session while it goes, whose working paper has its own door (decision 046).
  sittings: ['door'],
}

export const capabilities = [
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
  'search',
]

/** What each kind of file may import of its own and lower capabilities. */
export const kindMayImport: Record<string, string[]> = {
  rules: ['rules'],
  facts: ['rules', 'facts'],
  // What a viewer may read is no ground to act upon, and what a command needs of the rows no page shows as it is.
  record: ['rules', 'facts', 'record'],
  effects: ['rules', 'facts', 'record', 'effects'],
  seen: ['rules', 'facts', 'record', 'seen'],
  commands: ['rules', 'facts', 'record', 'commands', 'effects'],
}

export function folderOf(path: string): string {
  const folder = dirname(relative(join(root, 'lib'), path))
  if (folder === '.') return /\/(settings|facts)\.ts$/.exec(path)?.[1] ?? '.'
  // The parts of a folder without rooms of its own are one with it.
  return folder in mayImport ? folder : (folder.split('/')[0] ?? '.')
}

/** The rooms around lib, and which others each may import. What strangers run alone imports nothing of ours. */
export const rooms: Record<string, string[]> = {
  stranger: [],
  server: ['lib'],
  prisma: ['lib'],
  scripts: ['server', 'prisma', 'lib'],
  testing: ['scripts', 'server', 'stranger', 'prisma', 'lib'],
  bench: ['testing', 'scripts', 'server', 'components', 'app', 'prisma', 'lib'],
}
