import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { cursorIn } from '@/app/_request/cursor'
import { mayAct } from '@/app/_request/may'
import { TextInput } from '@/components/form/fields'
import { FormArea, FormChecks } from '@/components/form/action-form'
import { Card, Pagination, Section } from '@/components/page/page'
import { askTakedown, confirm, decline, withdraw } from '@/lib/confirmations/commands.ts'
import { requestsSeenBy, textsBesideSeenBy } from '@/lib/confirmations/seen.ts'
import type { RequestSeen } from '@/lib/confirmations/seen.ts'
import { RequestFacts, requestTitle } from '../../_confirmations/request'
import { deskFrame } from '../frame'
import type { DeskFrame } from '../frame'
import { Act, ActingSeat, Crumbs, Done, PageHead, Why } from '../parts'
import { askTakedownAction, confirmAction, declineAction, withdrawAction } from './actions'

type Props = {
  params: Promise<{ locale: string; forum: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('confirmations'))('title') }
}

/** What a sector does not do on its word alone: what waits for another, and asking it. */
export default async function ConfirmationsPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk, portal } = frame
  const asked = await searchParams
  const before = cursorIn(asked.before)
  const { requests, next } = await requestsSeenBy(viewer, { open: true, before })
  return (
    <>
      <Crumbs frame={frame} here={t('confirmations.title')} />
      <PageHead title={t('confirmations.title')} lead={t('confirmations.lead')} />
      <Done searchParams={searchParams} frame={frame} />
      <Section
        title={t('confirmations.desk.openTitle')}
        aside={<a href={`${portal}/confirmations`}>{t('confirmations.desk.allOf')}</a>}
      >
        {requests.length === 0 && <p className="text-soft">{t('confirmations.desk.noneOpen')}</p>}
        {requests.map((request) => (
          <Card key={request.id} strong>
            <h3 className="mt-0 mb-2">{requestTitle(frame, request)}</h3>
            <RequestFacts reading={frame} request={request} />
            <Answers frame={frame} request={request} />
          </Card>
        ))}
        <Pagination
          label={t('confirmations.pages')}
          next={
            next === null
              ? null
              : { href: `${desk}/confirmations?before=${next}`, label: t('confirmations.older') }
          }
        />
      </Section>
      <AskTakedown frame={frame} acts={typeof asked.acts === 'string' ? asked.acts : ''} />
    </>
  )
}

async function Answers({ frame, request }: { frame: DeskFrame; request: RequestSeen }) {
  const { t, viewer, locale } = frame
  const hidden = { request: request.id }
  const [mayConfirm, mayDecline, mayWithdraw] = await Promise.all([
    mayAct(viewer, confirm, hidden),
    mayAct(viewer, decline, hidden),
    mayAct(viewer, withdraw, hidden),
  ])
  return (
    <div className="mt-4 grid gap-4">
      {mayConfirm.seats.length > 0 && (
        <Act
          signs
          frame={frame}
          action={confirmAction}
          hidden={hidden}
          submit={t('confirmations.desk.confirm')}
        >
          <p className="m-0 max-w-prose">
            {t(`confirmations.desk.${request.texts ? 'confirmTakedown' : 'confirmAppointment'}`)}
          </p>
          <ActingSeat frame={frame} may={mayConfirm} />
        </Act>
      )}
      {mayDecline.seats.length > 0 && (
        <Act
          frame={frame}
          action={declineAction}
          fold={t('confirmations.desk.decline')}
          hidden={{ ...hidden, 'reason.lang': locale }}
          labels={{ 'reason.text': t('confirmations.desk.whyDecline') }}
          submit={t('confirmations.desk.decline')}
          kind="quiet"
        >
          <p className="m-0 max-w-prose">{t('confirmations.desk.declineText')}</p>
          <ActingSeat frame={frame} may={mayDecline} />
          <FormArea name="reason.text" label={t('confirmations.desk.whyDecline')} rows={3} />
        </Act>
      )}
      {mayWithdraw.seats.length > 0 && (
        <Act
          frame={frame}
          action={withdrawAction}
          fold={t('confirmations.desk.withdraw')}
          hidden={hidden}
          submit={t('confirmations.desk.withdraw')}
          kind="quiet"
        >
          <p className="m-0 max-w-prose">{t('confirmations.desk.withdrawText')}</p>
          <ActingSeat frame={frame} may={mayWithdraw} />
        </Act>
      )}
      {mayConfirm.seats.length === 0 && mayWithdraw.seats.length === 0 && (
        <Why>{mayConfirm.refusal}</Why>
      )}
    </div>
  )
}

/** So many acts are looked at together: the same words have to go from all of them at once. */
const MOST_ACTS = 10

function actsIn(text: string): number[] {
  const numbers = text.split(/[\s,;]+/).filter((one) => /^\d{1,9}$/.test(one))
  return [...new Set(numbers.map(Number))].slice(0, MOST_ACTS)
}

/** In two steps that need no script: which act, and then which of the texts that stand beside it. */
async function AskTakedown({ frame, acts }: { frame: DeskFrame; acts: string }) {
  const { t, viewer, locale, desk } = frame
  const [may, texts] = await Promise.all([
    mayAct(viewer, askTakedown, { texts: [] }),
    textsBesideSeenBy(viewer, actsIn(acts)),
  ])
  return (
    <Section title={t('confirmations.desk.askTitle')} id="ask">
      <p className="max-w-prose">{t('confirmations.desk.askText')}</p>
      {may.seats.length === 0 && <Why>{may.refusal}</Why>}
      {may.seats.length > 0 && (
        <form method="get" action={`${desk}/confirmations#ask`} className="mt-4 grid max-w-xl gap-3">
          <TextInput
            name="acts"
            label={t('confirmations.desk.acts')}
            hint={t('confirmations.desk.actsHint')}
            value={acts}
            error={acts !== '' && texts.length === 0 ? t('confirmations.desk.noTexts') : undefined}
          />
          <p className="m-0">
            <button className="button button-plain">{t('confirmations.desk.find')}</button>
          </p>
        </form>
      )}
      {may.seats.length > 0 && texts.length > 0 && (
        <Act
          frame={frame}
          action={askTakedownAction}
          hidden={{ 'reason.lang': locale }}
          labels={{
            texts: t('confirmations.desk.texts'),
            'reason.text': t('confirmations.desk.whyTakedown'),
          }}
          submit={t('confirmations.desk.ask')}
        >
          <ActingSeat frame={frame} may={may} />
          <FormChecks
            name="texts"
            label={t('confirmations.desk.texts')}
            options={texts.map(({ seal, act, text }) => ({
              value: seal,
              label: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text,
              hint: t('confirmations.act', { number: act }),
            }))}
          />
          <FormArea name="reason.text" label={t('confirmations.desk.whyTakedown')} rows={3} />
        </Act>
      )}
    </Section>
  )
}

/** As much of a text as it takes to know it. */
const LONGEST = 240
