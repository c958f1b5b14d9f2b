import { Worker } from 'node:worker_threads'

/** A page of the portal, as nobody in particular sees it. */
export type Asked = { address: string; logSize: number | undefined; version: string | null }
export type Made = { status: number; location: string | undefined; html: string }
export type Answer = { id: number } & ({ made: Made } | { failed: string })

export type Renderer = {
  render: (asked: Asked) => Promise<Made>
  stop: () => Promise<void>
}

/**
 * The portal's pages are made on a thread of their own, with a Next and connections of its own (decision
 * 067): a page takes some 20 ms of computing, and meanwhile members act here, and readers are answered from
 * memory. A thread that ends unexpectedly has failed what it was making; the next page is asked of another.
 */
export function openRenderer(script = new URL('./render-worker.ts', import.meta.url)): Renderer {
  const waiting = new Map<number, { resolve: (made: Made) => void; reject: (error: Error) => void }>()
  let last = 0
  let thread: Worker | null = start()

  function start(): Worker {
    // Its own words are those of a second start; what goes wrong there is told here.
    const mine = new Worker(script, { stdout: true })
    mine.stdout.resume()
    mine.on('message', (answer: Answer) => {
      const asker = waiting.get(answer.id)
      waiting.delete(answer.id)
      if ('made' in answer) asker?.resolve(answer.made)
      else asker?.reject(new Error(answer.failed))
    })
    mine.on('error', (error) => console.error(error))
    mine.on('exit', () => {
      if (thread === mine) thread = null
      for (const { reject } of waiting.values())
        reject(new Error('the thread that makes pages has ended'))
      waiting.clear()
    })
    return mine
  }

  return {
    render(asked) {
      const id = (last += 1)
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        thread ??= start()
        thread.postMessage({ id, ...asked })
      })
    },
    async stop() {
      const mine = thread
      if (!mine) return
      const ended = new Promise((over) => mine.once('exit', over))
      mine.postMessage('stop')
      await ended
    },
  }
}
