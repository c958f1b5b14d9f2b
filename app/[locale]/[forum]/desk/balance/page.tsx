import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { asOfLog } from '@/app/_request/as-of-log'
import { warningSaid } from '@/app/_request/balance'
import { briefWords } from '@/app/_request/brief-words'
import { ButtonLink, EmptyState, Section } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { balances, balanceSeenBy } from '@/lib/brief/balance-seen.ts'
import type { Balance, BalanceOf } from '@/lib/brief/balance-seen.ts'
import { shade } from '@/lib/brief/rules.ts'
import type { Load } from '@/lib/brief/rules.ts'
import { upcomingMeetings } from '@/lib/meetings/seen.ts'
import { deskFrame } from '../frame'
import type { DeskFrame } from '../frame'
import { Crumbs, PageHead } from '../parts'

type Props = { params: Promise<{ locale: string; forum: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('brief'))('balance.title') }
}

export default async function BalancePage({ params }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, dates } = frame
  const balance = await asOfLog(viewer, 'balance', () => balanceSeenBy(viewer))
  if (!balance) {
    return (
      <>
        <Crumbs frame={frame} here={t('brief.balance.title')} />
        <PageHead title={t('brief.balance.title')} />
        <EmptyState title={t('desk.home.noSeat')}>{t('brief.balance.for')}</EmptyState>
      </>
    )
  }
  return (
    <>
      <Crumbs frame={frame} here={t('brief.balance.title')} />
      <PageHead title={t('brief.balance.title')} lead={t('brief.balance.lead')}>
        <p className="when m-0">
          {t('brief.balance.period', { from: dates.day(balance.from), to: dates.day(balance.to) })} ·{' '}
          {t('brief.balance.for')}
        </p>
      </PageHead>
      <Warnings frame={frame} balance={balance} />
      {balances.map((by) => (
        <Section key={by} id={by} title={t(`brief.balance.by.${by}`)}>
          <HeatTable frame={frame} by={by} rows={balance.rows[by]} />
        </Section>
      ))}
    </>
  )
}

/** What the table could talk about, and a way to propose that it does. */
async function Warnings({ frame, balance }: { frame: DeskFrame; balance: Balance }) {
  const { t, viewer, desk, locale, dates } = frame
  const words = briefWords(locale, t, dates)
  const [next] = (
    await upcomingMeetings(viewer, [...new Set(viewer.seats.map(({ body }) => body))])
  ).filter(({ state, heldOn }) => state === 'convened' && heldOn >= viewer.today)
  return (
    <Section id="warnings" title={t('brief.balance.warnings')}>
      {balance.warnings.length === 0 ? (
        <p className="text-soft">{t('brief.balance.noWarning')}</p>
      ) : (
        <>
          <ul className="list-disc pl-5">
            {balance.warnings.map((warning) => (
              <li key={`${warning.by} ${warning.of} ${warning.is}`}>{warningSaid(words, warning)}</li>
            ))}
          </ul>
          {next ? (
            <p className="no-print mt-4">
              <ButtonLink kind="quiet" href={`${desk}/meetings/${next.id}?item=balance#add-item`}>
                {t('brief.balance.propose')}
              </ButtonLink>
            </p>
          ) : (
            <p className="when">{t('brief.balance.noMeeting')}</p>
          )}
        </>
      )}
    </Section>
  )
}

const figures = ['attendance', 'answer', 'open', 'overdue'] as const

/** A heat map that is its own table: each cell says its figure, and is shaded within its column. */
function HeatTable({
  frame: { t, say, dates },
  by,
  rows,
}: {
  frame: DeskFrame
  by: BalanceOf
  rows: Balance['rows'][BalanceOf]
}) {
  const most = (of: (load: Load) => number | null) => Math.max(0, ...rows.map((row) => of(row) ?? 0))
  const shades = {
    attendance: (row: Load) => shade(row.attendance === null ? null : 1 - row.attendance, most(missing)),
    answer: (row: Load) =>
      shade(
        row.answer,
        most(({ answer }) => answer),
      ),
    open: (row: Load) =>
      shade(
        row.open,
        most(({ open }) => open),
      ),
    overdue: (row: Load) =>
      shade(
        row.overdue,
        most(({ overdue }) => overdue),
      ),
  }
  const said = {
    attendance: ({ attendance, meetings }: Load) =>
      attendance === null
        ? t('brief.balance.notKnown')
        : t('brief.balance.attendanceOf', {
            share: `${Math.round(attendance * 100)} %`,
            there: Math.round(attendance * meetings),
            of: meetings,
          }),
    answer: ({ answer }: Load) =>
      answer === null ? t('brief.balance.notKnown') : dates.number(Math.round(answer * 10) / 10),
    open: ({ open }: Load) => dates.number(open),
    overdue: ({ overdue }: Load) => dates.number(overdue),
  }
  return (
    <>
      <DataTable
        caption={t(`brief.balance.by.${by}`)}
        hideCaption
        columns={[
          { key: 'who', label: t('brief.balance.who'), heading: true },
          ...figures.map((figure) => ({
            key: figure,
            label: t(`brief.balance.${figure}`),
            figure: true,
          })),
        ]}
        rows={rows.map((row) => ({
          key: row.of,
          cells: {
            who: say(row.name),
            ...Object.fromEntries(
              figures.map((figure) => [
                figure,
                <span key={figure} className={`heat heat-${shades[figure](row)}`}>
                  {said[figure](row)}
                </span>,
              ]),
            ),
          },
        }))}
      />
      <p className="when mt-3">{t('brief.balance.legend')}</p>
    </>
  )
}

/** What is shaded of attendance is what is missing: more is darker in every column. */
function missing({ attendance }: Load): number | null {
  return attendance === null ? null : 1 - attendance
}
