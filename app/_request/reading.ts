import { headers } from 'next/headers'
import { cache } from 'react'
import { newest } from '@/lib/act/newest.ts'
import { readOnce } from '@/lib/act/once.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import { mesa } from './mesa'

/** Versions of forums of which the answers are kept: those whose pages are being made. */
const MOST = 8
const readings = newest<Viewer['db']>(MOST)

/**
 * What the portal's pages read by. The pages that are made of one version of a forum
 * (server/portal/pages.ts) ask most of the same questions, and each is asked once for all of them; a page
 * during which the version changed is made again there, so no answer of a later one is ever shown as of
 * this.
 */
export const publishedReader = cache(async (): Promise<Viewer['db']> => {
  const { published } = mesa()
  const version = (await headers()).get('x-version')
  if (version === null) return published
  return readings(version, () => readOnce(published))
})
