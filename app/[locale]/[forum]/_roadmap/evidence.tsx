import type { ReactNode } from 'react'
import { Tag } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import { SectorMark } from '@/components/proposals/marks'
import type { Localised } from '@/lib/act/fields.ts'
import type { EvidenceSeen, SectorWord } from '@/lib/evidence/seen.ts'
import { isPicture } from '@/lib/evidence/rules.ts'
import type { Reading } from './words'

export type EvidenceReading = Reading & {
  forum: string
  portal: string
  say: (name: Localised) => string
}

function inItsUnit(bytes: number) {
  if (bytes < 1_000) return { unit: 'byte', value: bytes }
  if (bytes < 1_000_000) return { unit: 'kilobyte', value: bytes / 1_000 }
  return { unit: 'megabyte', value: bytes / 1_000_000 }
}

/** 1 234 567 bytes as people say it. */
export function sizeOf(bytes: number, locale: string): string {
  const { unit, value } = inItsUnit(bytes)
  return new Intl.NumberFormat(locale === 'en' ? 'en-GB' : 'es-MX', {
    style: 'unit',
    unit,
    unitDisplay: bytes < 1_000 ? 'long' : 'short',
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value)
}

export function fileAddress(forum: string, { digest, name }: { digest: string; name: string }): string {
  return `/${forum}/files/${digest}/${encodeURIComponent(name)}`
}

/** What was handed in, each piece with every sector's word on it; `acts` adds what the reader may do with it. */
export function EvidenceList({
  reading,
  evidence,
  acts,
}: {
  reading: EvidenceReading
  evidence: EvidenceSeen[]
  acts?: (one: EvidenceSeen) => ReactNode
}) {
  return (
    <ul className="grid gap-5">
      {evidence.map((piece) => (
        <li key={piece.id} id={`evidence-${piece.id}`} className="card grid gap-2">
          <Piece reading={reading} one={piece} />
          {acts?.(piece)}
        </li>
      ))}
    </ul>
  )
}

function Piece({ reading, one }: { reading: EvidenceReading; one: EvidenceSeen }) {
  const { t, dates, say, portal, locale } = reading
  const Title = one.withdrawn ? 'del' : 'span'
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-3">
        <Title
          lang={one.title.lang === locale ? undefined : one.title.lang}
          className="font-serif text-[1.08rem] font-semibold"
        >
          <bdi>{one.title.text}</bdi>
        </Title>
        <Tag>{t(`evidence.kinds.${one.kind}`)}</Tag>
        {one.withdrawn && <Tag>{t('evidence.withdrawn')}</Tag>}
      </p>
      {one.file && <FileLine reading={reading} file={one.file} />}
      {one.link && <LinkLine reading={reading} link={one.link} />}
      {one.note && <SignedText text={one.note.text} lang={one.note.lang} />}
      <p className="when">
        {t('evidence.by', { seat: say(one.seat.name), day: dates.day(one.handedInOn) })} ·{' '}
        <a href={`${portal}/history/${one.entryIndex}`}>
          {t('roadmaps.report.entry', { number: one.entryIndex })}
        </a>
      </p>
      {one.withdrawn && (
        <div className="text-soft">
          <b>{t('evidence.withdrawnOn', { day: dates.day(one.withdrawn.on) })}</b>{' '}
          <SignedText text={one.withdrawn.reason.text} lang={one.withdrawn.reason.lang} />
        </div>
      )}
      <SectorWords reading={reading} words={one.words} />
      <Said reading={reading} one={one} />
    </>
  )
}

function FileLine({
  reading: { t, locale, forum },
  file,
}: {
  reading: EvidenceReading
  file: NonNullable<EvidenceSeen['file']>
}) {
  const address = fileAddress(forum, file)
  return (
    <>
      {/* A stored file of its own address, as it was handed in: nothing for an image optimiser. */}
      {isPicture(file.type) && (
        <a href={address}>
          {/* eslint-disable-next-line @next/next/no-img-element -- evidence is shown as it was handed in, and not made anew */}
          <img
            src={address}
            alt={file.name}
            loading="lazy"
            className="max-h-64 rounded border border-rule"
          />
        </a>
      )}
      <p className="wrap-anywhere">
        <a href={address}>{file.name}</a> <span className="when">{sizeOf(file.size, locale)}</span>
      </p>
      <details className="when">
        <summary className="w-fit cursor-pointer">{t('evidence.digest')}</summary>
        <p className="break-all">
          <code>{file.digest}</code>
        </p>
        <p>{t('evidence.digestText')}</p>
      </details>
    </>
  )
}

function LinkLine({
  reading: { t, dates, locale },
  link,
}: {
  reading: EvidenceReading
  link: NonNullable<EvidenceSeen['link']>
}) {
  const latest = link.captures.at(-1)
  const found = link.captures.findLast((capture) => capture.reached)
  return (
    <>
      <p className="wrap-anywhere">
        <a href={link.address} rel="noreferrer nofollow external">
          {link.address}
        </a>
      </p>
      <p className={link.state === 'dead' ? 'font-semibold text-accent' : 'when'}>
        {t(`evidence.linkStates.${link.state}`)}
        {latest &&
          !latest.reached &&
          latest.problem &&
          `: ${t(`evidence.problems.${latest.problem}`, { status: latest.status ?? 0 })}`}
        {link.checkedAt &&
          ` · ${t('evidence.checkedOn', { day: dates.day(dates.dayOf(link.checkedAt)) })}`}
      </p>
      {found && (
        <details className="when">
          <summary className="w-fit cursor-pointer">
            {t('evidence.captured', { day: dates.day(found.capturedOn) })}
          </summary>
          {found.title && (
            <p>
              {t('evidence.capturedTitle')}: <bdi>{found.title}</bdi>
            </p>
          )}
          {found.finalAddress && (
            <p className="break-all">
              {t('evidence.capturedAt')}: {found.finalAddress}
            </p>
          )}
          {found.size !== null && (
            <p>{[found.type, sizeOf(found.size, locale)].filter(Boolean).join(', ')}</p>
          )}
          {found.digest ? (
            <p className="break-all">
              SHA-256: <code>{found.digest}</code>
            </p>
          ) : (
            <p>{t('evidence.tooLargeToDigest')}</p>
          )}
        </details>
      )}
    </>
  )
}

/** Filled: accepted, or its own. Crossed out: questioned. A ring: it has not said. */
export function SectorWords({
  reading: { t, say },
  words,
}: {
  reading: Pick<EvidenceReading, 't' | 'say'>
  words: SectorWord[]
}) {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1">
      {words.map(({ sector, word, own }) => {
        const name = say(sector.name)
        return (
          <li key={sector.id} className="inline-flex items-baseline gap-1.5">
            <SectorMark
              sector={{ name, shape: sector.shape, hue: sector.hue }}
              filled={own || word === 'accepted'}
              says={word === 'questioned' ? 'object' : null}
            />
            <span>
              {name}: {t(own ? 'evidence.words.own' : `evidence.words.${word ?? 'silent'}`)}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** Every word that was said, with its reason: a sector that changed its mind did say the other thing before. */
function Said({
  reading: { t, dates, say, portal },
  one,
}: {
  reading: EvidenceReading
  one: EvidenceSeen
}) {
  if (one.judgements.length === 0) return null
  return (
    <ul className="grid gap-2 border-l-2 border-rule pl-4">
      {one.judgements.toReversed().map((each) => (
        <li key={each.id}>
          <b>{t(`evidence.judgements.${each.word}`)}</b>{' '}
          <span className="when">
            {say(each.seat.name)} · {dates.day(each.judgedOn)} ·{' '}
            <a href={`${portal}/history/${each.entryIndex}`}>
              {t('roadmaps.report.entry', { number: each.entryIndex })}
            </a>
          </span>
          {each.reason && <SignedText text={each.reason.text} lang={each.reason.lang} />}
        </li>
      ))}
    </ul>
  )
}
