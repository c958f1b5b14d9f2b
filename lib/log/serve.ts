import { toUtf8 } from './encoding.ts'
import { keysToCheckBy, levelsOf, signedSize, withCosignatures, witnessedCheckpoint } from './publish.ts'
import type { LogRows } from './publish.ts'
import { bundleBytes, isInLog, parseTilePath, TILE_WIDTH, tileBytes } from './tiles.ts'

/** What one address of a log answers, with its headers as C2SP tlog-tiles asks for them. */
export type Served = { body: Uint8Array; contentType: string; cacheControl: string }

const TEXT = 'text/plain; charset=utf-8'
const BYTES = 'application/octet-stream'
const AT_ONCE = 'no-cache'
const FOR_EVER = 'public, max-age=31536000, immutable'

/**
 * The addresses under /{forum}/log/: checkpoint, witnessed (the newest checkpoint that a witness co-signed), keys, tile/<L>/<N>[.p/<W>],
 * tile/entries/<N>[.p/<W>]. Null is "not found": also what no checkpoint covers yet, for what is not signed is not published.
 */
export async function serveLog(
  rows: LogRows,
  forumId: string,
  keysDir: string,
  path: string,
): Promise<Served | null> {
  if (path === 'keys') {
    const keys = await keysToCheckBy(rows, forumId, keysDir)
    return keys.length === 0
      ? null
      : { body: toUtf8(`${keys.join('\n')}\n`), contentType: TEXT, cacheControl: AT_ONCE }
  }
  const checkpoint = await rows.latestCheckpoint(forumId)
  if (checkpoint === null) return null
  if (path === 'witnessed') {
    const witnessed = await witnessedCheckpoint(rows, forumId)
    return witnessed === null
      ? null
      : { body: toUtf8(witnessed), contentType: TEXT, cacheControl: AT_ONCE }
  }
  if (path === 'checkpoint')
    return {
      body: toUtf8(await withCosignatures(rows, forumId, checkpoint)),
      contentType: TEXT,
      cacheControl: AT_ONCE,
    }
  const tile = parseTilePath(path)
  if (!tile || !isInLog(tile, signedSize(checkpoint))) return null
  const { level, index, width } = tile
  const from = index * TILE_WIDTH
  const body =
    level === 'entries'
      ? bundleBytes(await rows.entries(forumId, from, from + width))
      : await tileBytes({ level, index, width }, levelsOf(rows, forumId))
  return { body, contentType: BYTES, cacheControl: FOR_EVER }
}
