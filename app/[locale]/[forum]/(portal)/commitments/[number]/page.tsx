import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { askedOn, portal } from '@/app/_request/portal'
import type { Query } from '@/app/_request/portal'
import { commitmentSeenBy } from '@/lib/commitments/seen.ts'
import { CommitmentPage, commitmentMetadata } from '../../_parts/commitment-page'
import { numberIn } from '../../_parts/number-in'

type Props = { params: Promise<{ locale: string; forum: string; number: string }>; searchParams: Query }

async function read({ params }: Props) {
  const [page, { number }] = await Promise.all([portal(params), params])
  return { page, commitment: (await commitmentSeenBy(page.viewer, numberIn(number))) ?? notFound() }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { page, commitment } = await read(props)
  return commitmentMetadata(page, commitment)
}

/** A commitment of the current plan. Its lasting address names the plan. */
export default async function CurrentCommitmentPage(props: Props) {
  const { page, commitment } = await read(props)
  return (
    <CommitmentPage
      page={page}
      commitment={commitment}
      asked={await askedOn('/commitments/[number]', props.searchParams)}
    />
  )
}
