import { openMesa } from '@/lib/mesa.ts'
import type { Mesa } from '@/lib/mesa.ts'
import { settings } from '@/lib/settings.ts'

const kept = globalThis as typeof globalThis & { mesa?: Mesa }

/** One for the process: pages, actions and route handlers are bundled apart, and a reload in development loads them again. */
export function mesa(): Mesa {
  return (kept.mesa ??= openMesa(settings().databaseUrl, settings()))
}
