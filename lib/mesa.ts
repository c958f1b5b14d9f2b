import { openAccounts } from './accounts/accounts.ts'
import { openDoor } from './act/act.ts'
import type { Act, Outcome } from './act/act.ts'
import type { AnyCommand } from './act/command.ts'
import { officeViewer } from './act/viewer.ts'
import type { ForumHead } from './act/viewer.ts'
import { openDatabase } from './db/client.ts'
import type { Database, Reader } from './db/client.ts'
import { effects } from './effects.ts'
import type { LogRows } from './log/publish.ts'
import { logRows } from './log/rows.ts'
import { openDraftDoor } from './meetings/draft.ts'
import { dueMeetingsWork } from './meetings/minutes-commands.ts'
import { closeAtDeadline } from './proposals/commands.ts'
import { proposalsDue } from './proposals/queries.ts'
import { openRoadmapDoor } from './roadmaps/draft.ts'
import type { RoadmapDoor } from './roadmaps/draft.ts'

/** What a deadline has made due, as commands of the system's office. */
export type DueWork = { command: AnyCommand; input: unknown; key: string }

export type Mesa = {
  db: Reader
  act: Act
  draft: ReturnType<typeof openDraftDoor>
  roadmapDraft: RoadmapDoor
  accounts: ReturnType<typeof openAccounts>
  /** The log's rows for its signer, its tiles and its receipts. */
  log: LogRows
  /** Does what deadlines have made due in a forum: by a timer, and before whatever somebody does there (settled 10). */
  runDue: (forum: ForumHead, clock?: () => Date) => Promise<Outcome[]>
  close: () => Promise<void>
}

async function dueWork(db: Database, forum: ForumHead, now: Date): Promise<DueWork[]> {
  const proposals = await proposalsDue(db, forum.id, now)
  const closings = proposals.map(({ id }) => ({ command: closeAtDeadline, input: { proposal: id }, key: `close-at-deadline-${id}` }))
  return [...closings, ...(await dueMeetingsWork(db, forum, now))]
}

/** The committee as one thing: its reading handle, and the doors through which anything is written. */
export function openMesa(url: string): Mesa {
  const database = openDatabase(url)
  const act = openDoor(database, effects)
  return {
    db: database,
    act,
    draft: openDraftDoor(database),
    roadmapDraft: openRoadmapDoor(database),
    accounts: openAccounts(database),
    log: logRows(database),
    async runDue(forum, clock = () => new Date()) {
      const done: Outcome[] = []
      for (const { command, input, key } of await dueWork(database, forum, clock())) {
        done.push(await act(command, { viewer: officeViewer(database, forum, 'system', clock()), input, key, clock }))
      }
      return done
    },
    close: () => database.$disconnect(),
  }
}
