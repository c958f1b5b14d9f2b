import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { FormDay, FormRadios, FormSelect } from '@/components/form/action-form'
import { ButtonLink, Card, EmptyState, Section } from '@/components/page/page'
import { proposeStatus } from '@/lib/commitments/commands.ts'
import { conditionsOfPause } from '@/lib/commitments/queries.ts'
import type { Choices } from '@/lib/notices/queries.ts'
import { PausedConditions } from '../../../_decisions/paused'
import { deskFrame } from '../../frame'
import type { DeskFrame } from '../../frame'
import { Act, ActingSeat, Crumbs, PageHead, Why } from '../../parts'
import { proposeStatusAction } from '../actions'
import { proposableBy } from '../proposable'
import { languages, statusLabels, StatusFields } from '../status-fields'

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
      <PageHead
        title={t('proposals.new.title')}
        lead={commitment ? undefined : t('proposals.new.lead')}
      />
    </>
  )
  if (!commitment)
    return (
      <>
        {head}
        <Why>{refusal}</Why>
        <WhichCommitment
          frame={frame}
          choices={choices}
          refusals={refusal ? null : refusals}
          item={asked.item}
        />
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
  const { t, portal, dates, locale } = frame
  const items = choices.items.filter((one) => one.body === commitment.body)
  return (
    <Act
      frame={frame}
      action={proposeStatusAction}
      hidden={{ commitment: commitment.id, ...languages(locale) }}
      labels={statusLabels(frame)}
      submit={t('proposals.new.submit')}
      start={{
        mode: items.length > 0 ? 'session' : 'written',
        agendaItem: asked ?? items.find((one) => one.commitment === commitment.id)?.id ?? '',
        deadlineOn: choices.earliestDeadline,
      }}
    >
      <ActingSeat frame={frame} may={may} />
      <StatusFields frame={frame} moves={commitment.moves} />
      <Mode t={t} />
      <AtAMeeting frame={frame} items={items} />
      <div className="border-l-2 border-rule pl-4 [form:has([name=mode][value=session]:checked)_&]:hidden">
        <FormDay
          name="deadlineOn"
          label={t('proposals.form.deadline')}
          hint={t('proposals.form.deadlineHint', {
            earliest: dates.day(choices.earliestDeadline),
            zone: dates.zone,
          })}
        />
      </div>
      <p className="max-w-[62ch] text-soft">
        {t('proposals.new.what')} <a href={`${portal}/decisions`}>{t('proposals.new.seeDecisions')}</a>
      </p>
    </Act>
  )
}

/** How it is decided: in a session, or in writing. */
function Mode({ t }: { t: DeskFrame['t'] }) {
  return (
    <FormRadios
      name="mode"
      label={t('proposals.form.mode')}
      options={[
        {
          value: 'session',
          label: t('proposals.form.session'),
          hint: t('proposals.form.sessionHint'),
        },
        {
          value: 'written',
          label: t('proposals.form.written'),
          hint: t('proposals.form.writtenHint'),
        },
      ]}
    />
  )
}

function AtAMeeting({
  frame: { t, desk, dates },
  items,
}: {
  frame: DeskFrame
  items: Choices['items']
}) {
  return (
    <div className="border-l-2 border-rule pl-4 [form:has([name=mode][value=written]:checked)_&]:hidden">
      {items.length === 0 ? (
        <p className="max-w-[62ch]">
          {t('proposals.form.noItems')} <a href={`${desk}/meetings`}>{t('proposals.form.toMeetings')}</a>
        </p>
      ) : (
        <FormSelect
          name="agendaItem"
          label={t('proposals.form.item')}
          hint={t('proposals.form.itemHint')}
          empty={t('desk.form.choose')}
          options={items.map((one) => ({
            value: one.id,
            label: t('proposals.form.itemLabel', {
              day: dates.day(one.meeting.heldOn),
              title: one.title.text,
            }),
          }))}
        />
      )}
    </div>
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
