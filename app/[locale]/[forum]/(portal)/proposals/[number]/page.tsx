import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { publicViewerOf } from '@/app/_request/who'
import { proposalNumbered } from '@/lib/proposals/seen.ts'
import { Deliberation } from '../../decisions/deliberation'

type Props = { params: Promise<{ locale: string; forum: string; number: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations('record'))('proposal', { number: (await params).number }) }
}

export default async function ProposalPage({ params }: Props) {
  const { locale, forum, number } = await params
  const viewer = await publicViewerOf(forum)
  const proposal = await proposalNumbered(viewer, number, 'proposal')
  if (!proposal) notFound()
  return <Deliberation viewer={viewer} locale={locale} proposal={proposal} />
}
