import { randomUUID } from 'node:crypto'
import { openAccounts } from './accounts/accounts.ts'
import { openCalendarDoor } from './accounts/calendar.ts'
import type { CalendarDoor } from './accounts/calendar.ts'
import { openDoor, openPreparing, openTogether } from './act/act.ts'
import type { Act, Outcome, Together } from './act/act.ts'
import { dayIn } from './act/calendar.ts'
import type { AnyCommand } from './act/command.ts'
import type { Moment } from './act/moment.ts'
import { officeViewer } from './act/viewer.ts'
import type { ForumHead } from './act/viewer.ts'
import { settleRestoration } from './appointments/commands.ts'
import { restorationsDue } from './appointments/record.ts'
import { archiveKeys } from './archive/write.ts'
import type { Source } from './archive/write.ts'
import { keepInOffice } from './bodies/commands.ts'
import { isDeserted } from './bodies/record.ts'
import { openAsOf } from './db/as-of.ts'
import { openDatabase, openPublished } from './db/client.ts'
import type { Database, Reader } from './db/client.ts'
import { openSigningDoor, siteOf } from './devices/signing.ts'
import type { SigningDoor } from './devices/signing.ts'
import { effects } from './effects.ts'
import { capture } from './evidence/capture.ts'
import { recordLinkChecks } from './evidence/commands.ts'
import { linksDue } from './evidence/record.ts'
import { openReceiving } from './evidence/receive.ts'
import type { Receiving } from './evidence/receive.ts'
import { isSameCapture } from './evidence/rules.ts'
import { lexicon } from './facts.ts'
import { openFoundingDoor } from './foundings/door.ts'
import type { FoundingDoor } from './foundings/door.ts'
import type { LogRows } from './log/publish.ts'
import { logRows } from './log/rows.ts'
import { openDraftDoor } from './minutes/drafts/door.ts'
import { openDraftLog } from './minutes/drafts/updates.ts'
import type { DraftLog } from './minutes/drafts/updates.ts'
import { openVoicesDoor } from './minutes/drafts/voices.ts'
import { openNoticesDoor } from './notices/door.ts'
import type { NoticesDoor } from './notices/door.ts'
import { dueMeetingsWork } from './minutes/commands.ts'
import { openSessionDoor } from './sittings/door.ts'
import type { SessionDoor } from './sittings/door.ts'
import { bringIntoForce, closeAtDeadline } from './proposals/commands.ts'
import { changesDue, proposalsDue } from './proposals/record.ts'
import { openRoadmapDoor } from './roadmaps/draft.ts'
import type { RoadmapDoor } from './roadmaps/draft.ts'
import { readSettings } from './settings.ts'
import type { Settings } from './settings.ts'

/** What a deadline has made due, as commands of the system's office. */
export type DueWork = { command: AnyCommand; input: unknown; key: string }

/** A mail that was caught on its way. */
export type CaughtMail = {
  id: string
  at: Date
  to: string
  subject: string
  text: string
  html: string
  raw: string
}

export type Mesa = {
  db: Reader
  /** What the portal reads by: what is public, whatever it asks for. */
  published: Reader
  /** The same two at a moment of the past. */
  then: (moment: Moment) => { db: Reader; published: Reader }
  /**
   * The same four for what anybody may type: few connections, and no statement that takes long, so that searching takes
   * nothing from those who read and act.
   */
  searching: {
    db: Reader
    published: Reader
    then: (moment: Moment) => { db: Reader; published: Reader }
  }
  act: Act
  /** Several acts that are all recorded, or none. */
  together: Together
  /** Acts that come with the signature of the member's own device. */
  signing: SigningDoor
  draft: ReturnType<typeof openDraftDoor> & ReturnType<typeof openVoicesDoor>
  /** What several people write at once in a draft of minutes. */
  liveDrafts: DraftLog
  session: SessionDoor
  roadmapDraft: RoadmapDoor
  receiving: Receiving
  accounts: ReturnType<typeof openAccounts>
  /** Forums that are being founded in the browser. */
  foundings: FoundingDoor
  /** Private addresses under which calendars ask. */
  calendars: CalendarDoor
  /** What people are told without asking, and what they chose of it. */
  notices: NoticesDoor
  /** What a demonstration would have sent, newest last. */
  caught: CaughtMail[]
  /** The log's rows for its signer, its tiles and its receipts. */
  log: LogRows
  /** What an archive of a forum is made from; null where there is no such forum. */
  archiveSource: (slug: string, keysDir: string) => Promise<Source | null>
  /** Forums whose log this server's signer refuses to sign, and how many acts it had signed when it last did. */
  notSigned: Map<string, { signed: number }>
  /** Does what deadlines have made due in a forum: by a timer, and before whatever somebody does there. */
  runDue: (forum: ForumHead, clock?: () => Date) => Promise<Outcome[]>
  /**
   * Looks at the links whose week is over, and records what is otherwise now. It asks the network first, and
   * acts afterwards.
   */
  checkLinks: (forum: ForumHead, clock?: () => Date) => Promise<Outcome | null>
  close: () => Promise<void>
}

async function dueWork(db: Database, forum: ForumHead, now: Date): Promise<DueWork[]> {
  const proposals = await proposalsDue(db, forum.id, now)
  const closings = proposals.map(({ id }) => ({
    command: closeAtDeadline,
    input: { proposal: id },
    key: `close-at-deadline-${id}`,
  }))
  const changes = (await changesDue(db, forum.id, dayIn(forum.timeZone, now))).map((pending) => ({
    command: bringIntoForce,
    input: { pending },
    key: `bring-into-force-${pending}`,
  }))
  return [
    ...changes,
    ...closings,
    ...(await dueAppointments(db, forum, now)),
    ...(await dueMeetingsWork(db, forum, now)),
  ]
}

/** Who holds office by no decision of the day: letters whose days are over, and who goes on where nobody is left. */
async function dueAppointments(db: Database, forum: ForumHead, now: Date): Promise<DueWork[]> {
  if (!forum.openedAt || forum.kind === 'record') return []
  const today = dayIn(forum.timeZone, now)
  const letters = (await restorationsDue(db, forum, today)).map((restoration) => ({
    command: settleRestoration,
    input: { restoration },
    key: `settle-${restoration.replaceAll('-', '')}-${today}`,
  }))
  return (await isDeserted(db, forum.id, today))
    ? [{ command: keepInOffice, input: {}, key: `keep-in-office-${today}` }, ...letters]
    : letters
}

/** What an archive is made from, as the doors of this process give it. */
async function archiveSource(
  { database, log, store }: { database: Database; log: LogRows; store: Source['store'] },
  slug: string,
  keysDir: string,
): Promise<Source | null> {
  const forum = await database.forum.findUnique({
    where: { slug },
    select: { id: true, slug: true, kind: true, timeZone: true },
  })
  if (!forum) return null
  return { db: database, log, store, forum, keys: await archiveKeys(database, log, keysDir, forum.id) }
}

/** A forum at whose work the system's office is, and the door through which it acts. */
type OfficeWork = { database: Database; act: Act; forum: ForumHead; clock: () => Date }

async function runDue({ database, act, forum, clock }: OfficeWork): Promise<Outcome[]> {
  const done: Outcome[] = []
  for (const { command, input, key } of await dueWork(database, forum, clock())) {
    done.push(
      await act(command, {
        viewer: officeViewer(database, forum, 'system', clock()),
        input,
        key,
        clock,
      }),
    )
  }
  return done
}

async function checkLinks(
  { database, act, forum, clock }: OfficeWork,
  links: Settings['links'],
): Promise<Outcome | null> {
  const due = links.checked ? await linksDue(database, forum.id, clock()) : []
  if (due.length === 0) return null
  const found = await Promise.all(
    due.map(async ({ id, address, last }) => ({ id, last, now: await capture(address, links) })),
  )
  const [same, other] = [
    found.filter((one) => one.last && isSameCapture(one.last, one.now)),
    found.filter((one) => !one.last || !isSameCapture(one.last, one.now)),
  ]
  return act(recordLinkChecks, {
    viewer: officeViewer(database, forum, 'system', clock()),
    key: `links-${randomUUID()}`,
    clock,
    input: {
      changed: other.map(({ id, now }) => ({ evidence: id, ...now })),
      unchanged: same.map((one) => one.id),
    },
  })
}

/** So many searches at once, by one process for each role, and so long at most. */
const SEARCHING = { connections: 3, longestMs: 2_000 }

function openSearching(url: string, readerUrl: string | null | undefined) {
  const db = openDatabase(url, SEARCHING)
  const published = readerUrl ? openPublished(readerUrl, SEARCHING) : db
  const past = openAsOf(url, 'asof', SEARCHING)
  const publishedPast = readerUrl ? openAsOf(readerUrl, 'asof_published', SEARCHING) : past
  return {
    db,
    published,
    then: (moment: Moment) => ({ db: past.at(moment), published: publishedPast.at(moment) }),
    async close() {
      await db.$disconnect()
      if (published !== db) await published.$disconnect()
      await Promise.all([past, publishedPast].map((asOf) => asOf.close()))
    },
  }
}

/** The committee as one thing: its reading handle, and the doors through which anything is written. */
export function openMesa(
  url: string,
  {
    files,
    links,
    databaseReaderUrl,
    publicUrl,
  }: Pick<Settings, 'files' | 'links' | 'databaseReaderUrl' | 'publicUrl'> = readSettings(),
): Mesa {
  const database = openDatabase(url)
  const published = databaseReaderUrl ? openPublished(databaseReaderUrl) : database
  const past = openAsOf(url, 'asof')
  const publishedPast = databaseReaderUrl ? openAsOf(databaseReaderUrl, 'asof_published') : past
  const searching = openSearching(url, databaseReaderUrl)
  const act = openDoor(database, effects)
  const together = openTogether(database, effects)
  const receiving = openReceiving(database, files)
  const log = logRows(database)
  return {
    db: database,
    published,
    then: (moment) => ({ db: past.at(moment), published: publishedPast.at(moment) }),
    searching,
    act,
    together,
    foundings: openFoundingDoor(database, together),
    signing: openSigningDoor(
      database,
      act,
      openPreparing(database, effects),
      siteOf(publicUrl),
      lexicon,
    ),
    draft: { ...openDraftDoor(database), ...openVoicesDoor(database) },
    liveDrafts: openDraftLog(database),
    session: openSessionDoor(database),
    roadmapDraft: openRoadmapDoor(database),
    receiving,
    accounts: openAccounts(database),
    calendars: openCalendarDoor(database),
    notices: openNoticesDoor(database),
    caught: [],
    log,
    notSigned: new Map(),
    archiveSource: (slug, keysDir) => archiveSource({ database, log, store: receiving }, slug, keysDir),
    runDue: (forum, clock = () => new Date()) => runDue({ database, act, forum, clock }),
    checkLinks: (forum, clock = () => new Date()) => checkLinks({ database, act, forum, clock }, links),
    async close() {
      await Promise.all([database.$disconnect(), searching.close()])
      if (published !== database) await published.$disconnect()
      await Promise.all([past, publishedPast].map((asOf) => asOf.close()))
    },
  }
}
