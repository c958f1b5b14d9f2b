import { chosenIn, leftSaid, lineSaid, sentenceOf } from '../brief/said.ts'
import type { BriefLine, BriefWords } from '../brief/said.ts'
import { daysLeft } from '../brief/rules.ts'
import type { Titled } from '../brief/rules.ts'
import type { HistoryLine, Names } from '../history/seen.ts'
import { sentenceKey } from '../history/rules.ts'
import { sentenceParams } from '../history/sentences.ts'
import type { LetterSeen } from './seen.ts'

export type MailWords = BriefWords & { knows: (key: string) => boolean }
export type Mail = { subject: string; text: string; html: string }

type Place = {
  /** the forum's name in the reader's language, and its address with the language in it */
  forum: string
  home: string
  reader: string | null
  today: string
  stop: string
}
/** One thing that is told: a sentence, what else there is to it, and where it is answered or read. */
type Item = { said: string; more: string[]; to: string }
type Part = { title: string; items: Item[]; more: string | null }

/** So many things of a kind stand in a mail: a week's work is read on the desk. */
const MOST = 20

/**
 * A letter in words, twice: plain, and the same with one button. The subject says how much is asked and
 * by when, and never of what: it is shown on locked telephones and kept in the records of servers.
 * Nothing is loaded from anywhere, so nobody learns who reads it.
 */
export function mailOf(letter: LetterSeen, words: MailWords, place: Place): Mail {
  const { say } = words
  const told = (lines: HistoryLine[]) => lines.map((line) => toldItem(line, letter.names, words, place))
  const parts = (
    [
      [
        'asked',
        [...letter.asked.map((line) => askedItem(line, words, place)), ...told(letter.requests)],
      ],
      ['changed', told(letter.changed)],
      ['known', told(letter.known)],
    ] as const
  )
    .filter(([, items]) => items.length > 0)
    .map(
      ([kind, items]): Part => ({
        title: say(`mail.${kind}`, { count: items.length }),
        items: items.slice(0, MOST),
        more: items.length > MOST ? say('mail.more', { count: items.length - MOST }) : null,
      }),
    )
  const main = parts[0]?.items[0]?.to ?? place.home
  const asks = letter.asked.length + letter.requests.length
  const isAsked = asks > 0
  const frame: Frame = {
    hello: say('mail.hello', { name: place.reader ?? '', named: place.reader ? 'yes' : 'no' }),
    button: { to: main, label: say(isAsked ? 'mail.answer' : 'mail.read') },
    foot: [
      say('mail.why', { forum: place.forum }),
      say('mail.choose', { address: `${place.home}/desk/notices` }),
      say('mail.stop', { address: place.stop }),
      say('mail.noReply'),
    ],
  }
  return {
    subject: say(`mail.subject.${isAsked ? 'asked' : 'told'}`, {
      forum: place.forum,
      count: isAsked ? asks : letter.changed.length + letter.known.length,
      ...nearestDay(letter.asked, words),
    }),
    text: plainOf(parts, frame),
    html: htmlOf(parts, frame, words.lang),
  }
}

type Invited = {
  about: 'invitation' | 'password'
  /** the forum's name in the reader's language, and its address with the language in it */
  forum: string
  home: string
  reader: string | null
  link: string
  until: Date
  /** the seats that wait for the reader there */
  seats: { name: Titled; body: Titled; capacity: string }[]
}

/**
 * A letter that brings the link by which a password is chosen. It is asked for by somebody, so it comes
 * whatever the reader chose to be told, and says what to do where nobody asked.
 */
export function wayInMailOf(
  { about, forum, home, reader, link, until, seats }: Invited,
  words: MailWords,
): Mail {
  const { say, lang } = words
  const part = {
    title: say(`mail.wayIn.${about}.title`, { forum }),
    items:
      about === 'invitation'
        ? seats.map(({ name, body, capacity }) => ({
            said: say('login.people.seat', {
              seat: chosenIn(lang, name),
              body: chosenIn(lang, body),
              capacity,
            }),
            more: [],
            to: home,
          }))
        : [],
    more: say(`mail.wayIn.${about}.text`, { until: words.moment(until) }),
  }
  const frame = {
    hello: say('mail.hello', { name: reader ?? '', named: reader ? 'yes' : 'no' }),
    button: { to: link, label: say(`mail.wayIn.${about}.button`) },
    foot: [say(`mail.wayIn.${about}.notYou`), say('mail.noReply')],
  }
  return {
    subject: say(`mail.wayIn.${about}.subject`, { forum }),
    text: plainOf([part], frame),
    html: htmlOf([part], frame, lang),
  }
}

type Frame = { hello: string; button: { to: string; label: string }; foot: string[] }

function nearestDay(asked: BriefLine[], words: MailWords): { by: string; day: string } {
  const [first] = asked.flatMap(({ dueOn }) => dueOn ?? []).toSorted()
  return first === undefined ? { by: 'no', day: '' } : { by: 'yes', day: words.day(first) }
}

function askedItem(line: BriefLine, words: MailWords, { home, today }: Place): Item {
  const { dueOn, note, ifNot, lasting } = line
  return {
    said: lineSaid(words, line),
    more: [
      ...(note ? [sentenceOf(words, note)] : []),
      ...(dueOn ? [leftSaid(words, { dueOn, lasting }, daysLeft(dueOn, today))] : []),
      ...(ifNot ? [words.say(ifNot)] : []),
    ],
    to: `${home}${line.to}`,
  }
}

function toldItem(line: HistoryLine, names: Names, words: MailWords, { home }: Place): Item {
  const { lang, day, say, knows } = words
  const word = (vocabulary: string, one: string) =>
    knows(`words.${vocabulary}.${one}`) ? say(`words.${vocabulary}.${one}`) : one
  const params = sentenceParams(line, names, lang, { word, day, withheld: say('history.withheld') })
  return {
    said: say(`history.sentences.${sentenceKey(line.kind)}`, params),
    more: [],
    to: `${home}${pageOf(line)}`,
  }
}

function pageOf({ meetingId, proposalId, index }: HistoryLine): string {
  if (proposalId) return `/desk/proposals/${proposalId}`
  return meetingId ? `/desk/meetings/${meetingId}` : `/history/${index}`
}

function plainOf(parts: Part[], { hello, button, foot }: Frame): string {
  return [
    hello,
    ...parts.flatMap(({ title, items, more: rest }) => [
      title,
      ...items.map(({ said, more, to }) => [`* ${said}`, ...more, to].join('\n  ')),
      ...(rest ? [rest] : []),
    ]),
    `${button.label}:\n${button.to}`,
    `-- \n${foot.join('\n')}`,
  ].join('\n\n')
}

const BODY = 'font-family:Georgia,serif;font-size:17px;line-height:1.5;color:#1b1b1b;max-width:36em'
const BUTTON =
  'display:inline-block;padding:12px 20px;background:#8c1c3b;color:#ffffff;text-decoration:none;border-radius:4px'

function htmlOf(parts: Part[], { hello, button, foot }: Frame, lang: string): string {
  const list = parts.map(
    ({ title, items, more: rest }) =>
      `<h2 style="font-size:19px;margin:24px 0 8px">${escaped(title)}</h2><ul style="padding-left:20px">${items
        .map(
          ({ said, more, to }) =>
            `<li style="margin-bottom:12px"><a href="${escaped(to)}">${escaped(said)}</a>${more
              .map((one) => `<br>${escaped(one)}`)
              .join('')}</li>`,
        )
        .join('')}</ul>${rest ? `<p>${escaped(rest)}</p>` : ''}`,
  )
  return [
    `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="color-scheme" content="light">`,
    `<meta name="viewport" content="width=device-width"><title>${escaped(button.label)}</title></head><body style="${BODY}">`,
    `<p>${escaped(hello)}</p>`,
    ...list,
    `<p style="margin:24px 0"><a href="${escaped(button.to)}" style="${BUTTON}">${escaped(button.label)}</a></p>`,
    `<hr><div style="font-size:15px;color:#595959">${foot.map((one) => `<p>${linked(one)}</p>`).join('')}</div>`,
    '</body></html>',
  ].join('\n')
}

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => marks[mark] ?? mark)
}

function linked(text: string): string {
  return escaped(text).replace(
    /https?:\/\/[^\s<]+[^\s<.,]/g,
    (address) => `<a href="${address}">${address}</a>`,
  )
}
