import type { Portal } from '@/app/_request/portal'

/** OGP's policy areas are English words; those that we know have a Spanish one. */
export function areaName({ t }: Pick<Portal, 't'>, area: string): string {
  const key = `commitments.areas.${area.toLowerCase().replaceAll(' ', '-')}`
  return /^[a-z. -]+$/.test(key) && t.has(key) ? t(key) : area
}
