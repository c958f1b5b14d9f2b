import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { asOfLog } from '@/app/_request/as-of-log'
import { briefWords } from '@/app/_request/brief-words'
import { mayAct } from '@/app/_request/may'
import { mesa } from '@/app/_request/mesa'
import { one } from '@/app/_request/portal'
import { signedIn } from '@/app/_request/who'
import { FormArea, FormRadios } from '@/components/form/action-form'
import { ButtonLink, Contents, EmptyState, FilterBar, Section } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { SignedText } from '@/components/page/text'
import { dayIn, isDay } from '@/lib/act/calendar.ts'
import { Id } from '@/lib/act/fields.ts'
import { spelledSaid } from '@/lib/brief/said.ts'
import { briefSeenBy } from '@/lib/brief/seen.ts'
import type { Brief } from '@/lib/brief/seen.ts'
import { dueGroups } from '@/lib/brief/rules.ts'
import { leaveNote, takeOver } from '@/lib/handovers/commands.ts'
import { audiences } from '@/lib/handovers/rules.ts'
import { HistoryLines } from '../../(portal)/history/lines'
import { deskFrame } from '../frame'
import type { DeskFrame } from '../frame'
import { Act, Crumbs, Done, PageHead, SectorName } from '../parts'
import { leaveNoteAction, takeOverAction } from './actions'
import { BriefLines } from './lines'

type Props = {
  params: Promise<{ locale: string; forum: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('brief'))('title') }
}

/** The order in which a newcomer asks; what is to be done stands before it, and the latest after it. */
const standing = ['blocked', 'promised', 'changed', 'disputed', 'outside', 'people', 'next'] as const

export default async function BriefPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, say } = frame
  const query = await searchParams
  const asked = one(query.seat)
  const seat = Id.safeParse(asked ?? viewer.seats[0]?.seat).data
  const given = one(query.since)
  const since = given && isDay(given) ? given : null
  const brief = seat
    ? await asOfLog(viewer, `brief ${seat} ${since ?? ''}`, () => briefSeenBy(viewer, { seat, since }))
    : null
  if (!brief) {
    return (
      <>
        <Crumbs frame={frame} here={t('brief.title')} />
        <PageHead title={t('brief.title')} />
        <EmptyState
          title={t('brief.noSeat')}
          action={<ButtonLink href={frame.desk}>{t('desk.nav.home')}</ButtonLink>}
        >
          {t('brief.noSeatText')}
        </EmptyState>
      </>
    )
  }
  const stands = t('brief.stands', { day: frame.dates.day(brief.today), last: brief.size - 1 })
  return (
    <>
      <Crumbs frame={frame} here={t('brief.title')} />
      <PageHead title={t('brief.of', { seat: say(brief.seat.called) })} lead={t('brief.lead')}>
        <p className="when m-0">
          <SectorName frame={frame} sector={brief.sector} /> · {stands} ·{' '}
          {brief.since
            ? t('brief.sinceDay', { day: frame.dates.day(brief.since) })
            : t('brief.sinceAll')}
        </p>
        {brief.spells.length > 0 && (
          <p className="when m-0">
            {spelledSaid(briefWords(frame.locale, t, frame.dates), brief.spells)}
          </p>
        )}
        <TakeAway frame={frame} brief={brief} since={since} />
      </PageHead>
      <Done searchParams={searchParams} frame={frame} />
      <Which frame={frame} brief={brief} since={since} />
      <Contents
        label={t('portal.contents')}
        items={(['due', ...standing, 'recent'] as const).map((id) => ({
          id,
          title: t(`brief.sections.${id}`),
        }))}
      />
      <Due frame={frame} brief={brief} />
      {standing.map((name) => (
        <Section key={name} id={name} title={t(`brief.sections.${name}`)}>
          {brief.sections[name].length === 0 && <p className="text-soft">{t(`brief.none.${name}`)}</p>}
          <BriefLines frame={frame} lines={brief.sections[name]} />
          {name === 'people' && <Presence frame={frame} brief={brief} />}
        </Section>
      ))}
      <Section
        id="recent"
        title={t('brief.sections.recent')}
        aside={t('brief.recentSince', { day: frame.dates.day(brief.recentFrom) })}
      >
        {brief.recent.lines.length === 0 && <p className="text-soft">{t('brief.none.recent')}</p>}
        <HistoryLines viewer={viewer} locale={frame.locale} {...brief.recent} />
      </Section>
      <Notes frame={frame} brief={brief} />
      <Taking frame={frame} brief={brief} />
    </>
  )
}

type Shown = { frame: DeskFrame; brief: Brief }

function TakeAway({ frame: { t, locale, forum }, brief, since }: Shown & { since: string | null }) {
  const file = (format: string) =>
    `/api/brief/${forum}/${brief.seat.seat}.${format}?${new URLSearchParams({ lang: locale, ...(since && { since }) })}`
  return (
    <p className="no-print m-0 flex flex-wrap gap-3">
      {(['pdf', 'markdown'] as const).map((format) => (
        <a
          key={format}
          className="button button-plain button-small"
          href={file(format === 'pdf' ? 'pdf' : 'md')}
          download
        >
          {t(`brief.${format}`)}
        </a>
      ))}
    </p>
  )
}

/** Another seat, another day: a plain form, whose address can be kept. And since one was here last. */
async function Which({ frame, brief, since }: Shown & { since: string | null }) {
  const { t, desk, say, viewer } = frame
  const user = await signedIn()
  const before = user && (await mesa().accounts.cameInBefore(user))
  const here = (day: string | null) =>
    `${desk}/brief?${new URLSearchParams({ seat: brief.seat.seat, ...(day && { since: day }) })}`
  return (
    <>
      <FilterBar
        action={`${desk}/brief`}
        label={t('brief.which')}
        submit={t('brief.show')}
        choices={[
          {
            name: 'seat',
            label: t('brief.seat'),
            value: brief.seat.seat,
            options: brief.seats.map(({ id, called }) => ({ value: id, label: say(called) })),
          },
        ]}
        days={[{ name: 'since', label: t('brief.since'), value: since ?? undefined }]}
      />
      <p className="no-print mt-2 flex flex-wrap gap-x-6">
        {before && <a href={here(dayIn(viewer.forum.timeZone, before))}>{t('brief.away')}</a>}
        {since && <a href={here(null)}>{t('brief.everything')}</a>}
      </p>
    </>
  )
}

function Due({ frame, brief }: Shown) {
  const { t } = frame
  const groups = dueGroups.filter((group) => brief.due[group].length > 0)
  return (
    <Section id="due" title={t('brief.sections.due')}>
      {groups.length === 0 && <p className="text-soft">{t('brief.none.due')}</p>}
      {groups.map((group) => (
        <section key={group} aria-labelledby={`due-${group}`}>
          <h3
            id={`due-${group}`}
            className={`mb-0 mt-6 text-sm font-semibold ${group === 'late' ? 'text-accent' : 'text-soft'}`}
          >
            {t(`brief.groups.${group}`)}
          </h3>
          <BriefLines frame={frame} lines={brief.due[group]} due />
        </section>
      ))}
    </Section>
  )
}

function Presence({ frame, brief }: Shown) {
  const { t, say, dates, locale } = frame
  if (brief.presence.length === 0) return null
  return (
    <details className="mt-6">
      <summary className="text-accent">{t('brief.presence.title')}</summary>
      <DataTable
        caption={t('brief.presence.caption')}
        columns={[
          { key: 'seat', label: t('brief.presence.seat'), heading: true },
          { key: 'there', label: t('brief.presence.there'), figure: true },
          { key: 'represented', label: t('brief.presence.represented'), figure: true },
          { key: 'excused', label: t('brief.presence.excused'), figure: true },
          { key: 'absent', label: t('brief.presence.absent'), figure: true },
          { key: 'last', label: t('brief.presence.last') },
        ]}
        rows={brief.presence.map((presence) => ({
          key: `${presence.seat} ${presence.body}`,
          cells: {
            seat: say(presence.called),
            there: t('brief.presence.thereOf', { there: presence.there, of: presence.of }),
            represented: presence.represented,
            excused: presence.excused,
            absent: presence.absent,
            last: presence.lastThere ? dates.day(presence.lastThere) : t('brief.presence.never'),
          },
        }))}
      />
      {brief.presenceSpells.length > 0 && (
        <p className="when">{spelledSaid(briefWords(locale, t, dates), brief.presenceSpells)}</p>
      )}
    </details>
  )
}

async function Notes({ frame, brief }: Shown) {
  const { t, viewer, dates, locale, portal } = frame
  const may = brief.own
    ? (await mayAct(viewer, leaveNote, { as: brief.seat.seat })).seats.some(
        ({ seat }) => seat === brief.seat.seat,
      )
    : false
  return (
    <Section id="notes" title={t('brief.notes.title')}>
      {brief.notes.length === 0 && <p className="text-soft">{t('brief.notes.none')}</p>}
      <div className="grid gap-4">
        {brief.notes.map((note) => (
          <blockquote key={note.id} className="m-0 border-l-2 border-rule pl-4">
            {note.text?.text ? (
              <SignedText {...note.text} />
            ) : (
              <p className="text-soft">{t('brief.notes.erased')}</p>
            )}
            <footer className="when">
              <a href={`${portal}/history/${note.entryIndex}`}>
                {t('brief.notes.by', {
                  by: note.by ?? t('brief.taking.somebody'),
                  day: dates.day(note.writtenOn),
                  audience: t(`words.noteAudiences.${note.audience}`),
                })}
              </a>
            </footer>
          </blockquote>
        ))}
      </div>
      {may && (
        <Act
          fold={t('brief.notes.add')}
          frame={frame}
          action={leaveNoteAction}
          hidden={{ as: brief.seat.seat, 'text.lang': locale }}
          labels={{ 'text.text': t('brief.notes.text'), audience: t('brief.notes.audience') }}
          submit={t('brief.notes.button')}
          kind="quiet"
        >
          <FormArea
            name="text.text"
            label={t('brief.notes.text')}
            hint={t('brief.notes.textHint')}
            rows={5}
            required
          />
          <FormRadios
            name="audience"
            label={t('brief.notes.audience')}
            hint={t('brief.notes.audienceHint')}
            options={audiences.map((audience) => ({
              value: audience,
              label: t(`words.noteAudiences.${audience}`),
            }))}
          />
        </Act>
      )}
    </Section>
  )
}

/** Read and taken over: an act, by whoever holds the seat, as far as the log went on this page. */
async function Taking({ frame, brief }: Shown) {
  const { t, viewer, dates, portal } = frame
  const may = brief.own
    ? (await mayAct(viewer, takeOver, { as: brief.seat.seat })).seats.some(
        ({ seat }) => seat === brief.seat.seat,
      )
    : false
  if (!may && brief.taken.length === 0) return null
  return (
    <Section id="taking" title={t('brief.taking.title')}>
      <ul>
        {brief.taken.map((taking) => (
          <li key={taking.entryIndex} className="when">
            <a href={`${portal}/history/${taking.entryIndex}`}>
              {t('brief.taking.taken', {
                by: taking.by ?? t('brief.taking.somebody'),
                day: dates.day(taking.takenOn),
                last: taking.upTo - 1,
              })}
            </a>
          </li>
        ))}
      </ul>
      {may && (
        <Act
          frame={frame}
          action={takeOverAction}
          hidden={{ as: brief.seat.seat, upTo: String(brief.size) }}
          submit={t('brief.taking.button')}
        >
          <p className="max-w-prose">{t('brief.taking.text', { last: brief.size - 1 })}</p>
        </Act>
      )}
    </Section>
  )
}
