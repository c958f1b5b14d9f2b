import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { mayAct } from '@/app/_request/may'
import { FormArea, FormText } from '@/components/form/action-form'
import { EmptyState, Pagination, Section } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import { closeAgreement } from '@/lib/minutes/commands.ts'
import { openActionPages } from '@/lib/meetings/seen.ts'
import type { OpenAction } from '@/lib/meetings/seen.ts'
import { deskFrame } from '../frame'
import type { DeskFrame } from '../frame'
import { Act, ActingSeat, Crumbs, Done, PageHead } from '../parts'
import { closeAgreementAction } from './actions'

type Props = {
  params: Promise<{ locale: string; forum: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('desk'))('actions.title') }
}

export default async function ActionsPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk } = frame
  const cursor = String((await searchParams).cursor ?? '')
  const { own, others, next } = await openActionPages(viewer, cursor)
  return (
    <>
      <Crumbs frame={frame} here={t('desk.actions.title')} />
      <PageHead title={t('desk.actions.title')} lead={t('desk.actions.lead')} />
      <Done searchParams={searchParams} frame={frame} />
      {(!cursor || own.length > 0) && (
        <Section title={t('desk.actions.mine')}>
          {own.length === 0 && (
            <EmptyState title={t('desk.actions.none')}>{t('desk.actions.noneText')}</EmptyState>
          )}
          <ul>
            {own.map((one) => (
              <ActionLine key={one.id} frame={frame} action={one} />
            ))}
          </ul>
        </Section>
      )}
      {others.length > 0 && (
        <Section title={t('desk.actions.others')}>
          <ul>
            {others.map((other) => (
              <ActionLine key={other.id} frame={frame} action={other} />
            ))}
          </ul>
        </Section>
      )}
      <Pagination
        label={t('desk.actions.pages')}
        first={cursor ? { href: `${desk}/actions`, label: t('desk.actions.first') } : null}
        next={next ? { href: `${desk}/actions?cursor=${next}`, label: t('desk.actions.more') } : null}
      />
    </>
  )
}

async function ActionLine({ frame, action }: { frame: DeskFrame; action: OpenAction }) {
  const { t, viewer, dates, say, desk, locale } = frame
  const may = await mayAct(viewer, closeAgreement, { agreement: action.id })
  return (
    <li id={action.id} className="grid gap-2 border-b border-rule py-4">
      <SignedText {...action.text} />
      <p className="when">
        {action.dueOn && (
          <span className={action.overdue ? 'font-semibold text-accent' : ''}>
            {t(action.overdue ? 'desk.actions.overdue' : 'desk.actions.due', {
              day: dates.day(action.dueOn),
            })}{' '}
            ·{' '}
          </span>
        )}
        {action.seat && `${say(action.seat.called)} · `}
        <a href={`${desk}/meetings/${action.meeting}/minutes`}>
          {t('desk.actions.agreement', { number: action.number })}
        </a>
      </p>
      {may.seats.length > 0 && (
        <Act
          fold={t('desk.actions.close')}
          frame={frame}
          action={closeAgreementAction}
          hidden={{ agreement: action.id, 'note.lang': locale }}
          submit={t('desk.actions.closeButton')}
          kind="quiet"
        >
          <p>{t('desk.actions.closeText')}</p>
          <ActingSeat frame={frame} may={may} />
          <FormArea name="note.text" label={t('desk.actions.note')} rows={3} />
          <FormText
            name="evidence"
            type="url"
            label={t('desk.actions.evidence')}
            hint={t('desk.actions.evidenceHint')}
          />
        </Act>
      )}
    </li>
  )
}
