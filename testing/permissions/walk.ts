// How somebody goes through the situations of docs/permissions.md, and asks in each who may.
import { forumAllows } from '../../lib/act/act.ts'
import type { AnyCommand } from '../../lib/act/command.ts'
import { isRefusal } from '../../lib/act/refusal.ts'
import type { Refusal } from '../../lib/act/refusal.ts'
import { actorFor, personViewer } from '../../lib/act/viewer.ts'
import type { ForumHead, Viewer } from '../../lib/act/viewer.ts'
import { commands } from '../../lib/commands.ts'
import { effects } from '../../lib/effects.ts'
import { personId, seatId } from '../../prisma/demonstration/table.ts'
import { done } from '../../prisma/small-table.ts'
import { noon } from './people.ts'
import type { Mesa, Someone } from './people.ts'

export type Cell = { someone: Someone; viewer: Viewer; refusal: Refusal | null }
/** A thing in a state in which somebody may do this to it, and what each kind of person hears. */
export type Row = {
  command: AnyCommand
  situation: string
  input: Record<string, unknown>
  now: Date
  cells: Cell[]
}

type Input = Record<string, unknown>
type Place = { mesa: Mesa; practice: ForumHead; record: ForumHead; people: Someone[] }
export type Walk = Place & {
  rows: Row[]
  act: (name: string, viewer: Viewer, input: Input, now?: Date) => Promise<ReturnType<typeof done>>
  /** somebody of the practice table, in their seat */
  by: (
    person: string,
    seat: string,
    name: string,
    input: Input,
    now?: Date,
  ) => Promise<ReturnType<typeof done>>
  row: (
    name: string,
    situation: string,
    input: Input,
    where?: { forum?: ForumHead; now?: Date },
  ) => Promise<void>
  /** what sets up a forum is done in a record of the past as well */
  setUp: (name: string, open: Input, past: Input) => Promise<void>
}

export function beginWalk(place: Place, visit: (row: Row, mesa: Mesa) => Promise<void>): Walk {
  const { mesa, practice, record } = place
  const rows: Row[] = []
  let count = 0
  const act: Walk['act'] = async (name, viewer, input, now = noon) =>
    done(
      await mesa.act(command(name), {
        viewer,
        input,
        key: `permissions-${String(++count).padStart(6, '0')}`,
        clock: () => now,
      }),
    )
  const row: Walk['row'] = async (name, situation, input, { forum = practice, now = noon } = {}) => {
    const made = await ask(place, name, { situation, input, forum, now })
    rows.push(made)
    await visit(made, mesa)
  }
  return {
    ...place,
    rows,
    act,
    by: async (person, seat, name, input, now = noon) =>
      act(
        name,
        await personViewer(mesa.db, practice, personId(person), now),
        { as: seatId(seat), ...input },
        now,
      ),
    row,
    setUp: async (name, open, past) => {
      await row(name, 'in an open forum', open)
      await row(name, 'in a record of the past', past, { forum: record })
    },
  }
}

/** Each kind of person, whether they may. */
async function ask(
  { mesa, people }: Place,
  name: string,
  { situation, input, forum, now }: { situation: string; input: Input; forum: ForumHead; now: Date },
): Promise<Row> {
  const asked = command(name)
  const cells: Cell[] = []
  for (const someone of people) {
    const viewer = await someone.viewer(forum, now)
    const circumstances = { forum, now, today: viewer.today, effects }
    const subject: unknown = await asked.subject(mesa.db, input, circumstances)
    if (subject === null) throw new Error(`${name}: there is no such subject (${situation})`)
    const actor = actorFor(viewer, someone.as)
    const answer = [forumAllows(forum, actor), asked.standing(actor, subject, circumstances)].find(
      isRefusal,
    )
    cells.push({ someone, viewer, refusal: answer ?? null })
  }
  return { command: asked, situation, input, now, cells }
}

const named = new Map(commands.map((anyCommand) => [anyCommand.name, anyCommand]))

function command(name: string): AnyCommand {
  const found = named.get(name)
  if (!found) throw new Error(`no command is called ${name}`)
  return found
}
