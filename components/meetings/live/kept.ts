import type { Keep } from '@/lib/minutes/drafts/connection.ts'

const DATABASE = 'mesa-drafts'
const STORE = 'changes'

type Row = { id?: number; draft: string; update: Uint8Array<ArrayBuffer> }

/**
 * What was typed and not acknowledged, on this device: by draft and person, until the server has it. Where a browser forbids storage, the
 * window's memory is all there is.
 */
export function keptOnDevice(draft: string): Keep {
  const opening = openDatabase()
  opening.catch(() => undefined)
  const store = async (mode: IDBTransactionMode) =>
    (await opening).transaction(STORE, mode, { durability: 'strict' }).objectStore(STORE)
  return {
    add: async (update) =>
      Number(
        await answerOf(
          (await store('readwrite')).add({ draft, update: Uint8Array.from(update) } satisfies Row),
        ),
      ),
    async all() {
      const rows = (await answerOf((await store('readonly')).index('draft').getAll(draft))) as Row[]
      return rows
        .flatMap(({ id, update }) => (id === undefined ? [] : [{ id, update }]))
        .toSorted((one, other) => one.id - other.id)
    },
    async remove(ids) {
      const rows = await store('readwrite')
      await Promise.all(ids.map((id) => answerOf(rows.delete(id))))
    },
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1)
  request.onupgradeneeded = () => {
    request.result
      .createObjectStore(STORE, { keyPath: 'id', autoIncrement: true })
      .createIndex('draft', 'draft')
  }
  return answerOf(request)
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('this browser keeps nothing'))
  })
}
