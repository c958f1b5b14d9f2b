import { personViewer } from '../../lib/act/viewer.ts'
import { draftAccess } from '../../lib/minutes/draft-seen.ts'
import type { Connection, Hall } from './hall.ts'
import { tell, told } from './telling.ts'

/** Signed out elsewhere, or replaced in the seat: told within a second. */
const ASK_AGAIN_MS = 700

/** Whoever has come in stays only as long as they might come in again. */
export function watchStanding(hall: Hall): { stop: () => void } {
  const acts = watchActs(hall)
  const signInTimer = watchSignIns(hall)
  // A mandate ends with its day, without an act.
  const dayTimer = setInterval(
    () => void askAgain(hall, [...hall.connections], false).catch(() => undefined),
    30_000,
  )
  return {
    stop() {
      clearInterval(signInTimer)
      clearInterval(dayTimer)
      acts.stop()
    },
  }
}

/** Acts of one forum that come together are asked about once. */
function watchActs(hall: Hall): { stop: () => void } {
  const asked = new Map<string, NodeJS.Timeout>()
  hall.follower.onAct(({ id }) => {
    if (asked.has(id)) return
    asked.set(
      id,
      setTimeout(() => {
        asked.delete(id)
        const those = [...hall.connections].filter((connection) => connection.forum.id === id)
        void askAgain(hall, those, true).catch(console.error)
      }, 100),
    )
  })
  return {
    stop() {
      for (const timer of asked.values()) clearTimeout(timer)
    },
  }
}

/**
 * May they still? A mandate that ended, a circulation, an approval changes what somebody may do with an
 * open tab.
 */
async function askAgain({ mesa }: Hall, those: Connection[], acted: boolean) {
  for (const connection of those) {
    const access = await draftAccess(
      await personViewer(mesa.db, connection.forum, connection.person, new Date()),
      connection.meeting,
    )
    if (!access) {
      connection.socket.close(4403)
      continue
    }
    const before = JSON.stringify(told(connection.access))
    connection.access = access
    if (JSON.stringify(told(access)) !== before) tell(connection, { is: 'minutes', ...told(access) })
    if (acted) tell(connection, { is: 'changed' })
  }
}

function watchSignIns(hall: Hall): NodeJS.Timeout {
  let asking = false
  return setInterval(() => {
    if (asking) return
    asking = true
    // A database that does not answer signs nobody out.
    void askSignIns(hall)
      .catch(() => undefined)
      .finally(() => {
        asking = false
      })
  }, ASK_AGAIN_MS)
}

async function askSignIns({ mesa, connections }: Hall) {
  // Whoever comes in while it is asked was not asked about.
  const those = [...connections]
  if (those.length === 0) return
  const still = await mesa.accounts.stillSignedIn([
    ...new Set(those.map((connection) => connection.signIn)),
  ])
  for (const connection of those) if (!still.has(connection.signIn)) connection.socket.close(4401)
}
