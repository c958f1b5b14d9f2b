import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { newForm } from '@/app/_request/form'
import { mesa } from '@/app/_request/mesa'
import { chooseNotices, tryAgain } from '@/app/_request/notice-actions'
import { ActionForm, FormRadios, FormSelect, Submit } from '@/components/form/action-form'
import { Press } from '@/components/form/press'
import { Notice, Section } from '@/components/page/page'
import { languageFor, languagesOf } from '@/lib/bodies/rules.ts'
import { stoppedSeenBy } from '@/lib/letters/seen.ts'
import type { StoppedSeen } from '@/lib/letters/seen.ts'
import { noticeKinds } from '@/lib/log/fact.ts'
import { deskOf } from '@/lib/notices/seen.ts'
import type { Desk } from '@/lib/notices/seen.ts'
import { whens } from '@/lib/notices/rules.ts'
import { settings } from '@/lib/settings.ts'
import { deskFrame } from '../frame'
import type { DeskFrame } from '../frame'
import { Crumbs, Done, PageHead } from '../parts'

type Props = {
  params: Promise<{ locale: string; forum: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notices'))('title') }
}

/** Nothing is preset: where nothing was chosen, the usual holds, and is said. */
export default async function NoticesPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, dates, locale, forum } = frame
  const { notices, db } = mesa()
  const person = viewer.person ?? ''
  const offered = languagesOf(viewer.forum)
  const [choices, language, own, { bodies }, stopped] = await Promise.all([
    notices.choicesOf(person),
    notices.languageOf(person),
    db.person.findUnique({ where: { id: person }, select: { email: true } }),
    deskOf(viewer),
    stoppedSeenBy(viewer),
  ])
  const start = {
    // What is written in where nothing was chosen: in the language of this page they would only seem to be.
    language: languageFor(viewer.forum, language),
    ...Object.fromEntries(choices.map(({ kind, body, chosen }) => [`${kind}-${body}`, chosen])),
  }
  const { mail, mode } = settings()
  const sends = mail !== undefined || mode === 'demonstration'
  return (
    <>
      <Crumbs frame={frame} here={t('notices.title')} />
      <PageHead title={t('notices.title')} lead={t('notices.lead')} />
      <Done searchParams={searchParams} frame={frame} />
      {!sends && <Notice>{t('notices.off')}</Notice>}
      <div className="grid max-w-[62ch] gap-2">
        <p>{own?.email ? t('notices.address', { email: own.email }) : t('notices.noAddress')}</p>
        <p className="text-soft">{t('notices.reminders', { zone: dates.zone })}</p>
      </div>
      <ActionForm
        action={chooseNotices}
        state={newForm(start)}
        forum={forum}
        locale={locale}
        faults={t('desk.form.faults')}
        unreachable={t('errors.unreachable')}
        labels={{}}
      >
        <fieldset className="section grid gap-5">
          <legend className="mb-3 font-serif text-xl font-semibold">{t('notices.forum')}</legend>
          {noticeKinds.map((kind) => (
            <When
              key={kind}
              frame={frame}
              name={`${kind}-${viewer.forum.id}`}
              kind={kind}
              hint={t(`notices.hints.${kind}`)}
              empty={t('notices.whens.usual', { when: t(`notices.usual.${kind}`) })}
            />
          ))}
        </fieldset>
        {bodies.map((body) => (
          <OfBody key={body.id} frame={frame} body={body} choices={choices} />
        ))}
        {offered.length > 1 && (
          <FormRadios
            name="language"
            label={t('notices.language')}
            inline
            options={offered.map((one) => ({ value: one, label: t(`notices.languages.${one}`) }))}
          />
        )}
        <Submit sending={t('notices.sending')}>{t('notices.save')}</Submit>
      </ActionForm>
      {stopped.length > 0 && <Stopped frame={frame} stopped={stopped} />}
    </>
  )
}

type OfBodyProps = {
  frame: DeskFrame
  body: Desk['bodies'][number]
  choices: { body: string }[]
}

/** Something else for one body, where somebody wants it: folded away where nobody does. */
function OfBody({ frame, body, choices }: OfBodyProps) {
  const { t, say } = frame
  const title = t('notices.of', { body: say(body.name) })
  return (
    <details open={choices.some((choice) => choice.body === body.id)}>
      <summary>{title}</summary>
      <fieldset className="mt-3 grid gap-4">
        <legend className="sr-only">{title}</legend>
        {noticeKinds.map((kind) => (
          <When
            key={kind}
            frame={frame}
            name={`${kind}-${body.id}`}
            kind={kind}
            empty={t('notices.whens.asForum')}
          />
        ))}
      </fieldset>
    </details>
  )
}

type WhenProps = {
  frame: DeskFrame
  name: string
  kind: (typeof noticeKinds)[number]
  hint?: string
  empty: string
}

function When({ frame: { t }, kind, ...field }: WhenProps) {
  return (
    <FormSelect
      {...field}
      label={t(`notices.kinds.${kind}`)}
      options={whens.map((when) => ({ value: when, label: t(`notices.whens.${when}`) }))}
    />
  )
}

function Stopped({ frame, stopped }: { frame: DeskFrame; stopped: StoppedSeen[] }) {
  const { t, dates, locale, forum } = frame
  return (
    <Section id="stopped" title={t('notices.stopped.title')}>
      <p className="max-w-[62ch]">{t('notices.stopped.text')}</p>
      <ul className="mt-3 grid list-none gap-4 p-0">
        {stopped.map(({ person, name, stoppedAt, answer }) => (
          <li key={person}>
            <p className="wrap-anywhere">
              {t('notices.stopped.line', {
                name: name ?? t('notices.stopped.erased'),
                when: dates.moment(stoppedAt),
                answer,
              })}
            </p>
            <Press
              action={tryAgain}
              hidden={{ forum, locale, person }}
              sending={t('notices.sending')}
              kind="plain"
              small
            >
              {t('notices.stopped.again')}
              <span className="sr-only">
                {' '}
                {t('notices.stopped.againFor', { name: name ?? t('notices.stopped.erased') })}
              </span>
            </Press>
          </li>
        ))}
      </ul>
    </Section>
  )
}
