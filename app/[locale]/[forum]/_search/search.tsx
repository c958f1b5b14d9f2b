import type { getTranslations } from 'next-intl/server'
import type { Dates } from '@/app/_request/dates'
import { EmptyState, Pagination } from '@/components/page/page'
import { LONGEST_QUERY, searchKinds } from '@/lib/search/rules.ts'
import type { Excerpt } from '@/lib/search/rules.ts'
import type { Found, Passage, SearchSeen } from '@/lib/search/seen.ts'
import { wordingIn } from '../_roadmap/words'
import type { askedOf, Choices, Given } from './asked'

type T = Awaited<ReturnType<typeof getTranslations<never>>>
export type SearchReading = {
  t: T
  locale: string
  dates: Dates
  /** the forum's own address, and this page's */
  portal: string
  here: string
  /** on the desk a thing's page there is the one that one works at */
  desk: boolean
}
type Asked = ReturnType<typeof askedOf>

/** The whole of a search below its title: the form, and what was found. */
export function Search({
  reading,
  given,
  asked,
  choices,
  seen,
}: {
  reading: SearchReading
  given: Given
  asked: Asked
  choices: Choices
  seen: SearchSeen
}) {
  return (
    <>
      <SearchForm reading={reading} given={given} asked={asked} choices={choices} seen={seen} />
      {seen.fault === null ? (
        <Results reading={reading} given={given} asked={asked} seen={seen} />
      ) : (
        seen.fault === 'empty' && <Help reading={reading} />
      )}
    </>
  )
}

function SearchForm({ reading, given, asked, choices, seen: { fault } }: Parameters<typeof Search>[0]) {
  const { t, here } = reading
  const wrong = fault !== null && fault !== 'empty' ? fault : null
  return (
    <form
      className="search-form"
      action={here}
      method="get"
      role="search"
      aria-label={t('search.title')}
    >
      <label htmlFor="q">{t('search.label')}</label>
      {wrong && (
        <p className="fault" id="q-error" role="alert">
          {t(`search.faults.${wrong}`, { most: LONGEST_QUERY })}
        </p>
      )}
      <div className="search-line">
        <input
          id="q"
          name="q"
          type="search"
          className="input"
          defaultValue={asked.q}
          autoComplete="off"
          {...(wrong && { 'aria-invalid': true, 'aria-describedby': 'q-error' })}
        />
        <button className="button" type="submit">
          {t('search.submit')}
        </button>
      </div>
      <Narrowing reading={reading} asked={asked} choices={choices} />
      {/* A search at another moment stays there. */}
      {(['on', 'at'] as const).map(
        (name) => given[name] && <input key={name} type="hidden" name={name} value={given[name]} />,
      )}
    </form>
  )
}

/** By what it is narrowed, folded away while nothing is chosen. */
function Narrowing({
  reading: { t, locale, here },
  asked,
  choices,
}: Pick<Parameters<typeof Search>[0], 'reading' | 'asked' | 'choices'>) {
  const anyone = { value: '', label: t('history.any') }
  const narrowed = [asked.kind, asked.body, asked.sector, asked.plan, asked.from, asked.to].some(Boolean)
  const say = (name: { es?: string; en?: string }) => wordingIn(name, locale)
  const selects = [
    {
      name: 'kind',
      options: searchKinds.map((kind) => ({ value: kind, label: t(`search.kinds.${kind}`) })),
    },
    { name: 'body', options: choices.bodies.map((one) => ({ value: one.id, label: one.shortName })) },
    { name: 'sector', options: choices.sectors.map((one) => ({ value: one.id, label: say(one.name) })) },
    { name: 'plan', options: choices.plans.map((one) => ({ value: one.id, label: say(one.name) })) },
  ] as const
  return (
    <details className="search-narrow" open={narrowed}>
      <summary>{t('search.narrow')}</summary>
      <div className="search-filters">
        {selects.map(({ name, options }) => (
          <label key={name} className="filter-field">
            <span>{t(`search.by.${name}`)}</span>
            <select name={name} defaultValue={asked[name] ?? ''} className="input">
              {[anyone, ...options].map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </select>
          </label>
        ))}
        {(['from', 'to'] as const).map((name) => (
          <label key={name} className="filter-field">
            <span>{t(`history.${name}`)}</span>
            <input type="date" name={name} defaultValue={asked[name] ?? ''} className="input" />
          </label>
        ))}
        {narrowed && (
          <a className="py-2.5" href={`${here}?${new URLSearchParams({ q: asked.q })}`}>
            {t('history.clear')}
          </a>
        )}
      </div>
    </details>
  )
}

/** What one can ask for, before anything was asked. */
function Help({ reading: { t, here } }: { reading: SearchReading }) {
  const examples = ['words', 'phrase', 'without', 'typing'] as const
  return (
    <section className="section" aria-labelledby="search-help">
      <h2 id="search-help">{t('search.help.title')}</h2>
      <p className="mt-2 max-w-[62ch]">{t('search.help.lead')}</p>
      <dl className="search-help mt-4">
        {examples.map((example) => (
          <div key={example}>
            <dt>
              <a href={`${here}?${new URLSearchParams({ q: t(`search.help.${example}`) })}`}>
                {t(`search.help.${example}`)}
              </a>
            </dt>
            <dd>{t(`search.help.${example}Text`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Results({
  reading,
  given,
  asked,
  seen,
}: {
  reading: SearchReading
  given: Given
  asked: Asked
  seen: SearchSeen
}) {
  const { t, here } = reading
  const { things, total, meant, next } = seen
  const kept = Object.fromEntries(
    Object.entries({ ...asked, after: undefined, on: given.on, at: given.at }).filter(
      (entry): entry is [string, string] => Boolean(entry[1]),
    ),
  )
  const first = `${here}?${new URLSearchParams(kept)}`
  if (things.length === 0)
    return (
      <EmptyState title={t('search.none', { q: asked.q })}>
        <ul className="search-try">
          {(['spelling', 'fewer', 'filters'] as const).map((one) => (
            <li key={one}>{t(`search.try.${one}`)}</li>
          ))}
        </ul>
      </EmptyState>
    )
  return (
    <section className="section" aria-labelledby="found">
      <h2 id="found">{t('search.found', { count: total, q: asked.q })}</h2>
      {meant.map(({ typed, words }) => (
        <p key={typed} className="when mt-1">
          {t('search.meant', { typed, words: words.map((word) => `«${word}»`).join(', ') })}
        </p>
      ))}
      <ol className="search-found">
        {things.map((found) => (
          <Thing key={`${found.place.thing} ${found.place.id}`} reading={reading} found={found} />
        ))}
      </ol>
      <Pagination
        label={t('search.pages')}
        first={asked.after ? { href: first, label: t('search.first') } : null}
        next={
          next
            ? { href: `${first}&${new URLSearchParams({ after: next })}`, label: t('search.more') }
            : null
        }
      />
    </section>
  )
}

function addressOf({ place }: Found, { portal, desk }: SearchReading): string {
  return `${portal}${(desk ? place.desk : null) ?? place.path}`
}

/** To the words themselves: the place on the page where it has one, and what a browser looks for there. */
function passageAddress(address: string, { spot, excerpt }: Passage): string {
  const [page = '', anchor = ''] = address.split('#')
  const at = spot?.startsWith('activity:') ? '' : (spot ?? anchor)
  const inside = spot?.startsWith('activity:') ? `/activities/${spot.slice('activity:'.length)}` : ''
  const words = encodeURIComponent(excerpt.words).replaceAll('-', '%2D')
  return `${page}${inside}#${at}${words && `:~:text=${words}`}`
}

/** Parts of a thing that have a name of their own. */
const partsNamed = new Set(['agreement', 'action', 'report', 'evidence'])

function Thing({ reading, found }: { reading: SearchReading; found: Found }) {
  const { t, locale, dates } = reading
  const { place, passages } = found
  const address = addressOf(found, reading)
  const name = wordingIn(place.title, locale)
  const within = wordingIn(place.within, locale)
  const more = found.found - passages.length
  // What is the heading already is not said once more.
  const beneath = passages.filter(
    ({ excerpt }) => excerpt.pieces.map(({ text }) => text).join('') !== name,
  )
  return (
    <li>
      <p className="search-kind">{t(`search.things.${place.thing}`)}</p>
      <h3>
        <a href={address}>
          {place.number && <span className="number">{place.number}</span>}
          {name || [within, place.on && dates.day(place.on)].filter(Boolean).join(', ')}
        </a>
      </h3>
      {name && (within || place.on) && (
        <p className="when">{[within, place.on && dates.day(place.on)].filter(Boolean).join(' · ')}</p>
      )}
      {beneath.map((passage, nth) => (
        <p key={nth} className="search-passage" lang={passage.lang ?? undefined}>
          <a href={passageAddress(address, passage)}>
            <Marked excerpt={passage.excerpt} />
          </a>
          {partsNamed.has(passage.kind) && (
            <span className="tag" lang={locale}>
              {t(`search.one.${passage.kind}`)}
            </span>
          )}
        </p>
      ))}
      {more > 0 && <p className="when">{t('search.morePassages', { count: more })}</p>}
    </li>
  )
}

function Marked({ excerpt: { pieces, before, after } }: { excerpt: Excerpt }) {
  return (
    <>
      {before && '… '}
      {pieces.map((piece, nth) => (piece.hit ? <mark key={nth}>{piece.text}</mark> : piece.text))}
      {after && ' …'}
    </>
  )
}
