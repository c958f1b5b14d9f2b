import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { deskFrame } from '../../../frame'
import { Crumbs, PageHead } from '../../../parts'
import { kinds } from '../kinds'
import type { Kind } from '../kinds'
import { ClosingForm } from './closing'
import type { Asked } from './frame'
import { PlanForm } from './plan'
import { ResolutionForm } from './resolution'
import { SplitForm } from './split'
import { AddForm, MergerForm, RewordingForm } from './wording'

type Props = {
  params: Promise<{ locale: string; forum: string; kind: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const forms: Record<Kind, typeof ResolutionForm> = {
  resolution: ResolutionForm,
  plan: PlanForm,
  rewording: RewordingForm,
  commitment: AddForm,
  split: SplitForm,
  merger: MergerForm,
  closing: ClosingForm,
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { kind } = await params
  const t = await getTranslations('plans.kinds')
  return { title: t(kinds.find((one) => one === kind) ?? 'title') }
}

export default async function NewOfKindPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, desk } = frame
  const given = await searchParams
  const asked: Asked = Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
  const named = (await params).kind
  const kind = kinds.find((one) => one === named) ?? notFound()
  const Form = forms[kind]
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${desk}/proposals`, label: t('proposals.list.title') },
          { href: `${desk}/proposals/new`, label: t('proposals.new.title') },
        ]}
        here={t(`plans.kinds.${kind}`)}
      />
      <PageHead title={t(`plans.kinds.${kind}`)} lead={t(`plans.kinds.when.${kind}`)} />
      <Form frame={frame} asked={asked} />
    </>
  )
}
