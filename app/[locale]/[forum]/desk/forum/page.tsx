import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { mayAct } from '@/app/_request/may'
import { ButtonLink, Section } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { proposeAmendment } from '@/lib/amendments/commands.ts'
import { amendmentsSeenBy, changeNames, forumParts, rulesSeenBy } from '@/lib/amendments/seen.ts'
import type { ForumParts } from '@/lib/amendments/seen.ts'
import type { WishKind } from '@/lib/amendments/wish.ts'
import { Amendments, ruleSaid } from '../../_changes/red-line'
import { deskFrame } from '../frame'
import type { DeskFrame } from '../frame'
import { Crumbs, PageHead, Why } from '../parts'

/** GT 2 before GT 10. */
const inOrder = new Intl.Collator('es', { numeric: true })

type Props = { params: Promise<{ locale: string; forum: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('amendments'))('desk.title') }
}

type Reading = { frame: DeskFrame; may: boolean }

/** What this forum is, with a way to propose a change of each part of it. */
export default async function ForumPage({ params }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, portal, say, dates } = frame
  const [may, { rules }, parts, amendments, names] = await Promise.all([
    mayAct(viewer, proposeAmendment, {}),
    rulesSeenBy(viewer),
    forumParts(viewer),
    amendmentsSeenBy(viewer),
    changeNames(viewer),
  ])
  const waiting = amendments.filter(({ state }) => state === 'waiting')
  const reading = { frame, may: may.seats.length > 0 }
  return (
    <>
      <Crumbs frame={frame} here={t('amendments.desk.title')} />
      <PageHead title={t('amendments.desk.title')} lead={t('amendments.desk.lead')}>
        <p className="m-0">
          <a href={`${portal}/forum`}>{t('amendments.desk.public')}</a>
        </p>
        <Why>{may.refusal}</Why>
      </PageHead>
      {waiting.length > 0 && (
        <Section title={t('amendments.toCome')} id="to-come">
          <Amendments reading={frame} names={names} amendments={waiting} at={portal} />
        </Section>
      )}
      <Section title={t('amendments.rules')} id="rules">
        <DataTable
          caption={t('amendments.rules')}
          hideCaption
          columns={[
            { key: 'rule', label: t('amendments.rule'), heading: true },
            { key: 'value', label: t('amendments.value') },
          ]}
          rows={rules.map(({ rule, value }) => ({
            key: rule,
            cells: {
              rule: (
                <>
                  <span className="first-letter:uppercase inline-block">
                    {t(`words.ruleNames.${rule}`)}
                  </span>
                  <span className="when block font-normal">{t(`amendments.means.${rule}`)}</span>
                </>
              ),
              value: ruleSaid(frame, rule, value),
            },
          }))}
        />
        <Ways reading={reading} kinds={['rules']} />
      </Section>
      <Section title={t('amendments.desk.identity')} id="identity">
        <p>
          {say(parts.name)} · {dates.zone} · {t(`words.languageChoices.${parts.languages}`)}
        </p>
        <Ways reading={reading} kinds={['forum-renamed', 'zone-changed', 'languages-changed']} />
      </Section>
      <Bodies reading={reading} parts={parts} />
      <Sectors reading={reading} parts={parts} />
      <Organisations reading={reading} parts={parts} />
    </>
  )
}

/** Ways to the forms of some kinds of change, about one thing where it is one. */
function Ways({
  reading: { frame, may },
  kinds,
  about,
}: {
  reading: Reading
  kinds: WishKind[]
  about?: Record<string, string>
}) {
  if (!may) return null
  const { t, desk } = frame
  const href = (kind: WishKind) =>
    `${desk}/forum/change?${new URLSearchParams({ 'change.kind': kind, ...about })}`
  if (about)
    return (
      <span className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {kinds.map((kind) => (
          <a key={kind} href={href(kind)} className="py-1">
            {t(`amendments.kinds.${kind}`)}
          </a>
        ))}
      </span>
    )
  return (
    <p className="mt-3 flex flex-wrap gap-3">
      {kinds.map((kind) => (
        <ButtonLink key={kind} href={href(kind)} kind="plain" small>
          {t(`amendments.kinds.${kind}`)}
        </ButtonLink>
      ))}
    </p>
  )
}

function Bodies({ reading, parts }: { reading: Reading; parts: ForumParts }) {
  const { t, say, desk } = reading.frame
  return (
    <Section title={t('amendments.desk.bodies')} id="bodies">
      <ul className="m-0 list-none p-0">
        {parts.bodies
          .filter((body) => body.kind !== 'former')
          .toSorted((one, other) => inOrder.compare(one.shortName, other.shortName))
          .map((body) => {
            const about = { 'change.body': body.id }
            const seats = parts.seats.filter((seat) => seat.body === body.id && !seat.ended)
            return (
              <li key={body.id} className="border-b border-rule py-3">
                <p>
                  <a href={`${desk}/bodies/${body.slug}`} className="font-semibold">
                    {say(body.name)}
                  </a>{' '}
                  <span className="when">{body.shortName}</span>
                </p>
                <Ways
                  reading={reading}
                  kinds={[
                    'seat-added',
                    'body-renamed',
                    ...(body.kind === 'committee' ? [] : (['body-closed'] as const)),
                  ]}
                  about={about}
                />
                <details className="mt-2">
                  <summary>{t('desk.bodies.seats', { count: seats.length })}</summary>
                  <ul className="mt-2 grid gap-2">
                    {seats.map((seat) => (
                      <li key={seat.id}>
                        <a href={`${desk}/seats/${seat.id}`}>{say(seat.name)}</a>{' '}
                        <span className="when">
                          {t(`words.functions.${seat.function}`)}
                          {seat.voice && ` · ${t('amendments.said.voice')}`}
                        </span>
                        <Ways
                          reading={reading}
                          kinds={['seat-renamed', 'voice-changed', 'seat-moved', 'seat-closed']}
                          about={{ 'change.seat': seat.id }}
                        />
                      </li>
                    ))}
                  </ul>
                </details>
              </li>
            )
          })}
      </ul>
      <Ways reading={reading} kinds={['body-established']} />
    </Section>
  )
}

function Sectors({ reading, parts }: { reading: Reading; parts: ForumParts }) {
  const { t, say } = reading.frame
  return (
    <Section title={t('amendments.desk.sectors')} id="sectors">
      <ul className="m-0 list-none p-0">
        {parts.sectors.map((sector) => (
          <li key={sector.id} className="border-b border-rule py-2.5">
            <b className="font-semibold">{say(sector.name)}</b>{' '}
            <span className="when">
              {sector.ended
                ? t('amendments.desk.ended')
                : t(`amendments.said.${sector.hasPosition ? 'position' : 'noPosition'}`)}
            </span>
            {!sector.ended && (
              <Ways
                reading={reading}
                kinds={['sector-renamed', 'sector-marked', 'sector-split', 'sector-ended']}
                about={{ 'change.sector': sector.id }}
              />
            )}
          </li>
        ))}
      </ul>
      <Ways reading={reading} kinds={['sector-added']} />
    </Section>
  )
}

function Organisations({ reading, parts }: { reading: Reading; parts: ForumParts }) {
  const { t, say } = reading.frame
  return (
    <Section title={t('amendments.desk.organisations')} id="organisations">
      <ul className="m-0 list-none p-0">
        {parts.organisations.map((organisation) => (
          <li key={organisation.id} className="border-b border-rule py-2.5">
            <b className="font-semibold">{say(organisation.name)}</b>{' '}
            {organisation.ended ? (
              <span className="when">{t('amendments.desk.ended')}</span>
            ) : (
              <>
                <Ways
                  reading={reading}
                  kinds={['organisation-renamed']}
                  about={{ 'change.organisation': organisation.id }}
                />
                <Ways
                  reading={reading}
                  kinds={['organisation-succeeded']}
                  about={{ 'change.predecessors.0': organisation.id }}
                />
              </>
            )}
          </li>
        ))}
      </ul>
      <Ways reading={reading} kinds={['organisation-registered']} />
    </Section>
  )
}
