import type { ReactNode } from 'react'
import { deskFrame } from './frame'
import { DeskShell } from './parts'

type Props = { children: ReactNode; params: Promise<{ locale: string; forum: string }> }

/** Drafts and forms, for those who hold a seat. Whoever is signed out is led to sign in, and back. */
export default async function DeskLayout({ children, params }: Props) {
  return <DeskShell frame={await deskFrame(params)}>{children}</DeskShell>
}
