import type { ReactNode } from 'react'
import { askedAddress, portal } from '@/app/_request/portal'
import { readsAsOf } from '@/lib/act/moment.ts'
import { AsOf } from '../(portal)/_parts/as-of'
import { deskFrame } from './frame'
import { DeskShell } from './parts'

type Props = { children: ReactNode; params: Promise<{ locale: string; forum: string }> }

/** Drafts and forms, for those who hold a seat. Whoever is signed out is led to sign in, and back. */
export default async function DeskLayout({ children, params }: Props) {
  const frame = await deskFrame(params)
  const then = readsAsOf(await askedAddress()) && <AsOf page={await portal(params)} />
  return (
    <DeskShell frame={frame}>
      {then}
      {children}
    </DeskShell>
  )
}
