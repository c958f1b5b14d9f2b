import type { ReactNode } from 'react'
import { PlainShell } from '../plain-shell'

type Props = { children: ReactNode; params: Promise<{ locale: string }> }

export default async function LoginLayout({ children, params }: Props) {
  const { locale } = await params
  return <PlainShell locale={locale}>{children}</PlainShell>
}
