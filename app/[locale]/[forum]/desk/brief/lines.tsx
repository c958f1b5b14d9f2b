import { briefWords } from '@/app/_request/brief-words'
import { Tag } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import { daysLeft } from '@/lib/brief/rules.ts'
import { leftSaid, lineSaid, sentenceOf, spelledSaid, toldIn } from '@/lib/brief/said.ts'
import type { BriefLine, BriefWords, Quote } from '@/lib/brief/said.ts'
import type { DeskFrame } from '../frame'

/** So many lines stand at once: what is beyond them unfolds. */
const AT_ONCE = 7

type Shown = {
  frame: DeskFrame
  lines: BriefLine[]
  /** with what follows if it is not done */
  due?: boolean
}

/** Lines of a brief, the first at once. Each leads to what it is about, and to its act. */
export function BriefLines({ frame, lines, due = false }: Shown) {
  const { t } = frame
  const rest = lines.slice(AT_ONCE)
  return (
    <>
      <LineList frame={frame} lines={lines.slice(0, AT_ONCE)} due={due} />
      {rest.length > 0 && (
        <details className="mt-2">
          <summary className="text-accent">{t('brief.more', { count: rest.length })}</summary>
          <LineList frame={frame} lines={rest} due={due} />
        </details>
      )}
    </>
  )
}

export function LineList({ frame, lines, due = false }: Shown) {
  const words = briefWords(frame.locale, frame.t, frame.dates)
  return (
    <ul className="m-0 list-none p-0">
      {lines.map((line) => (
        <Line key={line.id} frame={frame} line={line} words={words} due={due} />
      ))}
    </ul>
  )
}

function Line({
  frame: { t, portal, viewer },
  line,
  words,
  due,
}: {
  frame: DeskFrame
  line: BriefLine
  words: BriefWords
  due: boolean
}) {
  const left = line.dueOn === null ? null : daysLeft(line.dueOn, viewer.today)
  return (
    <li className="grid gap-x-6 border-b border-rule py-3 sm:grid-cols-[10.5rem_1fr]">
      <span
        className={`text-sm ${left !== null && left < 0 ? 'font-semibold text-accent' : 'text-soft'}`}
      >
        {line.dueOn && left !== null && (
          <time dateTime={line.dueOn}>
            {leftSaid(words, { dueOn: line.dueOn, lasting: line.lasting }, left)}
          </time>
        )}
        {!line.dueOn && due && t('brief.days.undated')}
      </span>
      <div className="min-w-0">
        <p className="m-0">
          {line.conflict && (
            <>
              <Tag>{t('brief.conflict')}</Tag>{' '}
            </>
          )}
          <a href={`${portal}${line.to}`}>{lineSaid(words, line)}</a>
          {line.spells.length > 0 && (
            <span className="text-sm text-soft"> ({spelledSaid(words, line.spells)})</span>
          )}
          {line.act !== null && (
            <>
              {' '}
              <a className="when whitespace-nowrap" href={`${portal}/history/${line.act}`}>
                {t('brief.act', { number: line.act })}
              </a>
            </>
          )}
        </p>
        {line.note && <p className="m-0 mt-1 text-sm text-soft">{sentenceOf(words, line.note)}</p>}
        {due && line.ifNot && <p className="m-0 mt-1 text-sm text-soft">{words.say(line.ifNot)}</p>}
        {line.quotes.map((quote, place) => (
          <Said key={place} quote={quote} words={words} portal={portal} />
        ))}
      </div>
    </li>
  )
}

/** In their own words and their own language, and whose they are. */
function Said({ quote, words, portal }: { quote: Quote; words: BriefWords; portal: string }) {
  const by = words.say('brief.saidOn', {
    by: toldIn(words, quote.by),
    day: words.day(quote.on),
  })
  return (
    <blockquote className="m-0 mt-2 border-l-2 border-rule pl-4 text-[0.95rem]">
      <SignedText {...quote.words} />
      <footer className="when">
        {quote.act === null ? by : <a href={`${portal}/history/${quote.act}`}>{by}</a>}
      </footer>
    </blockquote>
  )
}
