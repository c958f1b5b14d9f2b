import { say } from './steps.mjs'

type Stop = () => Promise<void>

/** Ctrl-C, a polite kill, or a mistake: what was started last stops first, so the database outlives all that writes to it. */
export const stopInOrder = () => {
  const stops: Stop[] = []
  let stopping = false
  const stop = async () => {
    stopping = true
    // Nobody waits for ever on a connection that does not close.
    setTimeout(() => process.exit(1), 30_000).unref()
    for (const one of stops.toReversed()) await one().catch((error: unknown) => console.error(error))
  }
  const onSignal = async () => {
    if (stopping) return
    say('Stopping.')
    await stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void onSignal())
  return {
    later: (one: Stop) => void stops.push(one),
    stop,
    /** Runs what starts things. When it fails, they stop; when it is stopped, its failures are no news. */
    whileStarting: async (start: () => Promise<void>) => {
      try {
        await start()
      } catch (error) {
        if (stopping) return
        await stop()
        throw error
      }
    },
  }
}
