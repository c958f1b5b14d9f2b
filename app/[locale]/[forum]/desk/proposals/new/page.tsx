import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { ButtonLink, Card, EmptyState, Section } from '@/components/page/page'
import { proposeStatus } from '@/lib/commitments/commands.ts'
import { conditionsOfPause } from '@/lib/commitments/seen.ts'
import type { Choices } from '@/lib/notices/seen.ts'
import { PausedConditions } from '../../../_decisions/paused'
import { deskFrame } from '../../frame'
import type { DeskFrame } from '../../frame'
import { Act, ActingSeat, Crumbs, PageHead, Why } from '../../parts'
import { proposeStatusAction } from '../actions'
import { proposableBy } from '../proposable'
import { languages, statusLabels, StatusFields } from '../status-fields'
import { startOfWay, Way } from '../way'
import { OtherKinds } from './kinds'

type Props = {
  params: Promise<{ locale: string; forum: string }>
  searchParams: Promise<{ commitment?: string; item?: string }>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('proposals'))('new.title') }
}

export default async function NewProposalPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk, say, locale } = frame
  const asked = await searchParams
  const { choices, refusals, refusal } = await proposableBy(viewer)
  const item = choices.items.find((one) => one.id === asked.item)
  const commitment = choices.commitments.find((one) => one.id === (asked.commitment ?? item?.commitment))
  const head = (
    <>
      <Crumbs
        frame={frame}
        path={[{ href: `${desk}/proposals`, label: t('proposals.list.title') }]}
        here={t('proposals.new.title')}
      />
      <PageHead title={t('proposals.new.title')} lead={commitment ? undefined : t('plans.kinds.lead')} />
    </>
  )
  if (!commitment)
    return (
      <>
        {head}
        <OtherKinds frame={frame} item={asked.item} />
        <Section title={t('plans.kinds.status')} id="status">
          <p className="mb-4 max-w-[62ch]">{t('proposals.new.lead')}</p>
          <Why>{refusal}</Why>
          <WhichCommitment
            frame={frame}
            choices={choices}
            refusals={refusal ? null : refusals}
            item={asked.item}
          />
        </Section>
      </>
    )

  const [may, paused] = await Promise.all([
    mayAct(viewer, proposeStatus, { commitment: commitment.id }),
    conditionsOfPause(viewer, commitment.id),
  ])
  const body = choices.bodies.find((bodyName) => bodyName.id === commitment.body)
  const about = `${commitment.number}. ${titleIn(commitment.title, locale)}`
  if (may.seats.length === 0)
    return (
      <>
        {head}
        <EmptyState
          title={about}
          action={
            refusal === null && (
              <ButtonLink href={`${desk}/proposals/new`} kind="plain">
                {t('proposals.new.another')}
              </ButtonLink>
            )
          }
        >
          <Why>{may.refusal}</Why>
        </EmptyState>
      </>
    )
  return (
    <>
      {head}
      <Card strong>
        <p className="when">{say(commitment.plan)}</p>
        <p className="font-serif text-xl font-semibold">{about}</p>
        <p className="mt-1">
          {t('proposals.new.standsAt', { status: t(`words.statuses.${commitment.status}`) })}{' '}
          {body && t('proposals.new.decides', { body: say(body.name) })}
        </p>
        <Another frame={frame} item={asked.item} />
      </Card>
      {paused && <PausedConditions reading={frame} paused={paused} />}
      <div className="mt-8">
        <Fields frame={frame} may={may} choices={choices} commitment={commitment} asked={item?.id} />
      </div>
    </>
  )
}

function Another({ frame: { t, desk }, item }: { frame: DeskFrame; item: string | undefined }) {
  return (
    <p className="when mt-1">
      <a href={`${desk}/proposals/new${item ? `?item=${item}` : ''}`}>{t('proposals.new.another')}</a>
    </p>
  )
}

function Fields({
  frame,
  may,
  choices,
  commitment,
  asked,
}: {
  frame: DeskFrame
  may: May
  choices: Choices
  commitment: Choices['commitments'][number]
  asked: string | undefined
}) {
  const { t, portal, locale } = frame
  const items = choices.items.filter((one) => one.body === commitment.body)
  return (
    <Act
      frame={frame}
      action={proposeStatusAction}
      hidden={{ commitment: commitment.id, ...languages(locale) }}
      labels={statusLabels(frame)}
      submit={t('proposals.new.submit')}
      start={startOfWay(choices, asked ?? items.find((one) => one.commitment === commitment.id)?.id)}
    >
      <ActingSeat frame={frame} may={may} />
      <StatusFields frame={frame} moves={commitment.moves} />
      <Way frame={frame} choices={choices} items={items} />
      <p className="max-w-[62ch] text-soft">
        {t('proposals.new.what')} <a href={`${portal}/decisions`}>{t('proposals.new.seeDecisions')}</a>
      </p>
    </Act>
  )
}

function titleIn(title: { es?: string; en?: string }, locale: string): string {
  return title[locale as 'es' | 'en'] ?? title.es ?? title.en ?? ''
}

function WhichCommitment({
  frame: { t, desk, say, locale },
  choices,
  refusals,
  item,
}: {
  frame: DeskFrame
  choices: Choices
  /** null: there is one for all of them, said above */
  refusals: Map<string, string> | null
  item: string | undefined
}) {
  const plans = [...new Set(choices.commitments.map((commitment) => say(commitment.plan)))]
  if (plans.length === 0)
    return (
      <EmptyState title={t('proposals.new.noCommitments')}>
        {t('proposals.new.noCommitmentsText')}
      </EmptyState>
    )
  return plans.map((plan) => (
    <Section key={plan} title={plan}>
      <ul>
        {choices.commitments
          .filter((commitment) => say(commitment.plan) === plan)
          .map((commitment) => (
            <li
              key={commitment.id}
              className="grid gap-x-6 border-b border-rule py-2.5 sm:grid-cols-[1fr_10rem]"
            >
              {commitment.moves.length > 0 && refusals?.has(commitment.id) === false ? (
                <a
                  href={`${desk}/proposals/new?commitment=${commitment.id}${item ? `&item=${item}` : ''}`}
                >
                  {commitment.number}. {titleIn(commitment.title, locale)}
                </a>
              ) : (
                <span className="text-soft">
                  {commitment.number}. {titleIn(commitment.title, locale)}
                </span>
              )}
              <span className="when">
                {t(`words.statuses.${commitment.status}`)}
                {commitment.moves.length === 0 && ` · ${t('proposals.new.over')}`}
                {refusals?.has(commitment.id) && ` · ${refusals.get(commitment.id) ?? ''}`}
              </span>
            </li>
          ))}
      </ul>
    </Section>
  ))
}
