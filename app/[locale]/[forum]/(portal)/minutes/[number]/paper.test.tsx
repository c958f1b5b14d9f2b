import { createTranslator } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { datesOf } from '@/app/_request/dates'
import { wordsOf } from '@/app/_request/printed'
import { writeDocx } from '@/lib/papers/docx.ts'
import type { MinutesDocument, TakenErratum } from '@/lib/papers/document.ts'
import { writeJson } from '@/lib/papers/json.ts'
import { writeMarkdown } from '@/lib/papers/markdown.ts'
import { writePdf } from '@/lib/papers/pdf.ts'
import { printOf } from '@/lib/papers/print.ts'
import messages from '@/messages/es.json'
import { readPdf } from '@/testing/read-pdf.ts'
import { readZip } from '@/testing/read-zip.ts'
import { MinutesText } from '../../../desk/meetings/[meeting]/minutes/minutes-text'
import { MinutesPaper, Observations } from './paper'

// Minutes in which each thing that somebody said, agreed or is called has a word of its own: what one
// writer leaves out is found by its word.

let count = 0
const word = (what: string) => `${what}${String((count += 1)).padStart(3, '0')}x`
const said = (what: string) => ({ lang: 'es' as const, text: `Dice ${word(what)} aquí` })
const named = (what: string) => ({ es: word(what) })
const erratum = (number: number): TakenErratum => ({
  number,
  approvedAt: '2026-03-20T18:00:00.000Z',
  wrong: said('wrong'),
  right: said('right'),
  reason: said('why'),
  digest: 'a'.repeat(64),
})
const [civil, oversight, executive] = [named('civil'), named('oversight'), named('executive')]
const position = (sector: { es: string }, stance: string) => ({
  sector,
  person: word('speaker'),
  capacity: 'alternate',
  seat: named('speaking'),
  stance,
  reason: said('reason'),
})
const agreement = (number: number, proposal: number | null) => ({
  number: `CC-2026-03/${number}`,
  kind: proposal ? ('resolution' as const) : ('action' as const),
  text: said('agreed'),
  seat: proposal ? null : named('seat'),
  dueOn: proposal ? null : '2026-06-01',
  proposal,
})
const proposal = (number: number, decided: number | null) => ({
  number,
  title: said('title'),
  decision:
    decided === null
      ? null
      : {
          number: decided,
          outcome: 'consensus-with-reservations' as const,
          obstacle: null,
          notCarriedOut: null,
          stood: {
            reserved: [named('reserving')],
            aside: [named('standing')],
            objected: [],
            suspended: [],
            voiceless: [],
            silent: [],
          },
          effect: {
            of: 'status' as const,
            commitment: 2,
            to: 'inactive',
            since: '2026-10-20',
            until: null,
          },
        },
  positions: [
    position(civil, 'agree'),
    position(oversight, 'agree-with-reservation'),
    position(executive, 'object'),
  ],
})

const minutes: MinutesDocument = {
  schema: 'mesa-abierta/minutes/1',
  forum: { slug: 'practica', name: { es: 'Mesa' }, timeZone: 'America/Mexico_City' },
  body: { slug: 'comite', shortName: 'CC', name: { es: 'Comité' } },
  meeting: {
    id: 'f0000000-0000-4000-8000-000000000000',
    kind: 'ordinary',
    number: 3,
    year: 2026,
    heldOn: '2026-03-12',
    convenedFor: '2026-03-05',
    movedFrom: null,
    startsAt: '2026-03-05T16:00:00.000Z',
    openedAt: '2026-03-12T16:05:00.000Z',
    closedAt: '2026-03-12T18:00:00.000Z',
    place: null,
  },
  number: 'CC-2026-03',
  state: 'approved',
  version: 2,
  circulatedAt: '2026-03-13T18:00:00.000Z',
  observationsUntil: '2026-03-18T06:00:00.000Z',
  approvedAt: '2026-03-19T18:00:00.000Z',
  digest: 'd'.repeat(64),
  logEntry: 12,
  addresses: null,
  erased: false,
  quorum: { reached: true, there: 3, of: 3, needed: 2 },
  guests: [],
  attendance: [civil, oversight, executive].map((sector) => ({
    sector,
    seats: [
      { seat: named('place'), person: word('person'), state: 'present' },
      { seat: named('place'), person: null, state: 'absent' },
    ],
  })),
  items: [
    {
      number: 1,
      title: said('item'),
      commitment: { plan: '2026-2028', number: 2 },
      postponed: null,
      text: said('text'),
      // Two proposals under one item: what each sector said to each stands apart.
      agreements: [agreement(1, 7), agreement(2, 8), agreement(3, null)],
      errata: [erratum(2)],
    },
    {
      number: 2,
      title: said('item'),
      commitment: null,
      postponed: said('postponed'),
      text: null,
      agreements: [],
      errata: [],
    },
  ],
  errata: [erratum(1)],
  // The third was deliberated, and no agreement speaks of it.
  proposals: [proposal(7, 4), proposal(8, null), proposal(9, null)],
  observations: [
    {
      item: 1,
      version: 1,
      seat: named('observer'),
      person: word('observing'),
      capacity: 'titular',
      at: '2026-03-14T18:00:00.000Z',
      text: said('observed'),
    },
  ],
  silenceIsAssent: false,
  approvals: [],
}

const locale = 'es'
const [zone, home] = ['America/Mexico_City', 'https://mesa.example.org']
const t = createTranslator({ locale, messages })
const dates = datesOf(locale, zone)
const say = (key: string, values?: Record<string, string | number>) => t(key as never, values as never)
const print = printOf(minutes, wordsOf(locale, say, dates), home)

function page(): string {
  const reading = { locale, t: say, dates, at: '/es/practica' } as unknown as Parameters<
    typeof MinutesPaper
  >[0]['reading']
  return renderToStaticMarkup(
    <>
      <MinutesPaper reading={reading} minutes={minutes} beside={{ sectors: [], agreements: [] }} />
      <Observations reading={reading} minutes={minutes} />
    </>,
  )
}

/** The same minutes on the desk, where the observations stand beside the items that they are about. */
function desk(): string {
  const frame = { locale, t: say, dates, desk: '/es/practica/desk', portal: '/es/practica' }
  return renderToStaticMarkup(
    <>
      <MinutesText
        frame={frame as unknown as Parameters<typeof MinutesText>[0]['frame']}
        minutes={minutes}
        beside={{
          sectors: [],
          agreements: [],
          proposals: { seven: { id: 'seven', number: 7 } },
        }}
        below={(item) =>
          minutes.observations
            .filter((one) => one.item === item)
            .map((one) => `${one.seat?.es ?? ''} ${one.person ?? ''} ${one.text.text}`)
            .join(' ')
        }
      />
    </>,
  )
}

const all = new Set(JSON.stringify(minutes).match(/[a-z]+\d{3}x/g))

it.each<[string, () => string | Promise<string>]>([
  ['the page', page],
  ["the desk's page", desk],
  ['PDF', async () => readPdf(await writePdf(print, { compress: false })).text],
  ['Word', async () => (await readZip(await writeDocx(print))).get('word/document.xml') ?? ''],
  ['Markdown', () => writeMarkdown(print).toString()],
  ['JSON', () => writeJson(minutes).toString()],
])('%s says everything that the others say', async (_writer, write) => {
  const text = await write()
  expect([...all].filter((each) => !text.includes(each))).toEqual([])
})

it.each([
  ['the page', page],
  ["the desk's page", desk],
])('%s says of each sector what it said to each proposal', (_page, write) => {
  const [text, stances] = [write().replace(/<[^>]*>/g, ' '), messages.words.stances]
  for (const stance of ['agree', 'agree-with-reservation', 'object'] as const)
    expect(text.split(stances[stance]).length - 1).toBeGreaterThanOrEqual(minutes.proposals.length)
})

it.each<[string, () => string | Promise<string>]>([
  ['the page', page],
  ["the desk's page", desk],
  ['Markdown', () => writeMarkdown(print).toString()],
])(
  '%s tells the result, who qualified it and what holds since; and an alternate as one',
  async (_writer, write) => {
    const text = (await write()).replace(/<[^>]*>/g, ' ')
    expect(text).toMatch(
      /Adoptada por consenso, con reserva de reserving\d+x; standing\d+x se apartó sin oponerse: el compromiso 2 está inactivo desde el 20 de octubre de 2026/,
    )
    expect(text).toMatch(/speaker\d+x \(suplente\), speaking\d+x, Comité/)
  },
)

it('on the desk a proposal is read on the desk', () => {
  expect(desk()).toContain('href="/es/practica/desk/proposals/seven"')
})
