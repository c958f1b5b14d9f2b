import type { AnyCommand } from './act/command.ts'
import { commands as amendments } from './amendments/commands.ts'
import { commands as appointments } from './appointments/commands.ts'
import { commands as bodies } from './bodies/commands.ts'
import { commands as commitments } from './commitments/commands.ts'
import { commands as confirmations } from './confirmations/commands.ts'
import { commands as devices } from './devices/commands.ts'
import { commands as documents } from './documents/commands.ts'
import { commands as events } from './events/commands.ts'
import { commands as evidence } from './evidence/commands.ts'
import { commands as handovers } from './handovers/commands.ts'
import { commands as keeping } from './keeping/commands.ts'
import { commands as meetings } from './meetings/commands.ts'
import { commands as minutes } from './minutes/commands.ts'
import { commands as plans } from './plans/commands.ts'
import { commands as pauses } from './pauses/commands.ts'
import { commands as preparing } from './preparing/commands.ts'
import { commands as proposals } from './proposals/commands.ts'
import { commands as readings } from './readings/commands.ts'
import { commands as records } from './records/commands.ts'
import { commands as roadmaps } from './roadmaps/commands.ts'
import { commands as series } from './series/commands.ts'
import { commands as witnesses } from './witnesses/commands.ts'

/** Everything that can be done: docs/permissions.md and the registry test walk this list. */
export const commands: readonly AnyCommand[] = [
  ...bodies,
  ...witnesses,
  ...proposals,
  ...amendments,
  ...commitments,
  ...roadmaps,
  ...plans,
  ...evidence,
  ...events,
  ...readings,
  ...meetings,
  ...minutes,
  ...series,
  ...records,
  ...preparing,
  ...pauses,
  ...documents,
  ...keeping,
  ...devices,
  ...handovers,
  ...appointments,
  ...confirmations,
]
