import type { z } from 'zod'
import type { Command } from '../../lib/act/command.ts'
import { personViewer } from '../../lib/act/viewer.ts'
import {
  addAgendaItem,
  closeMeeting,
  convene,
  openMeeting,
  recordAttendance,
} from '../../lib/meetings/commands.ts'
import type { Mesa } from '../../lib/mesa.ts'
import { approveErratum, approveMinutes, circulateMinutes } from '../../lib/minutes/commands.ts'
import { draftOf } from '../../lib/minutes/draft-seen.ts'
import type { AttendanceState } from '../../lib/meetings/rules.ts'
import type { Stance } from '../../lib/proposals/rules.ts'
import type { RoadmapText } from '../../lib/roadmaps/facts.ts'
import { idOf, Refused } from './stage.ts'
import type { Stage } from './stage.ts'

export type Prose = { lang: 'es' | 'en'; text: string }
export const es = (text: string): Prose => ({ lang: 'es', text })
export const en = (text: string): Prose => ({ lang: 'en', text })

export const id = (name: string) => idOf(`practica/${name}`)
export const bodyId = (body: string) => id(`body/${body}`)
/** A seat by its path: `committee/chair`, `gtp-1/secretary`. */
export const seatId = (path: string) => id(`seat/${path}`)
export const personId = (person: string) => id(`person/${person}`)
export const commitmentId = (plan: '2019-2022' | '2026-2028', number: number) => id(`${plan}/${number}`)

export type Agreement = { text: string; proposal?: string } & (
  | { kind: 'resolution' }
  | { kind: 'action'; seat: string; dueOn: string }
)
type Claim = { proposal: string; sector: string; stance: Stance; reason?: Prose }
/** What the secretary took down, item by item, by the item's title. */
export type Notes = Record<string, { text?: Prose; agreements?: Agreement[] }>

/** The practice table: acts by seat, and a session with its minutes from the call to the last approval. */
export class Table {
  readonly stage: Stage
  readonly #draft: Mesa['draft']
  readonly #roadmapDraft: Mesa['roadmapDraft']
  readonly #receiving: Mesa['receiving']
  readonly #holders = new Map<string, string>()

  constructor(
    stage: Stage,
    { draft, roadmapDraft, receiving }: Pick<Mesa, 'draft' | 'roadmapDraft' | 'receiving'>,
  ) {
    this.stage = stage
    this.#draft = draft
    this.#roadmapDraft = roadmapDraft
    this.#receiving = receiving
  }

  /** From here on `person` is who acts for this seat. */
  seats(path: string, person: string): void {
    this.#holders.set(path, person)
  }

  holder(path: string): string {
    const person = this.#holders.get(path)
    if (!person) throw new Error(`nobody holds ${path}`)
    return person
  }

  by<I extends z.ZodType, S>(
    path: string,
    command: Command<I, S>,
    input: Omit<z.input<I>, 'as'>,
    person = this.holder(path),
  ) {
    return this.stage.person(personId(person), command, { as: seatId(path), ...input } as z.input<I>)
  }

  async convene(
    body: string,
    call: Omit<z.input<typeof convene.input>, 'as' | 'body'>,
  ): Promise<string> {
    const { meeting } = await this.by(`${body}/secretary`, convene, { body: bodyId(body), ...call })
    return String(meeting)
  }

  async addItem(path: string, meeting: string, title: Prose, commitment?: string): Promise<string> {
    const { item } = await this.by(path, addAgendaItem, {
      meeting,
      title,
      ...(commitment && { commitment }),
    })
    return String(item)
  }

  /** Opens the session, takes attendance by the seats' names in the body, and closes it. */
  async hold(
    body: string,
    meeting: string,
    day: string,
    [begin, end]: [string, string],
    attendance: Record<string, AttendanceState>,
  ): Promise<void> {
    const keeper = `${body}/secretary`
    this.stage.at(day, begin)
    await this.by(keeper, openMeeting, { meeting })
    await this.attend(body, meeting, attendance)
    this.stage.at(day, end)
    await this.by(keeper, closeMeeting, { meeting })
  }

  async attend(
    body: string,
    meeting: string,
    attendance: Record<string, AttendanceState>,
  ): Promise<void> {
    const seats = Object.entries(attendance).map(([seat, state]) => ({
      seat: seatId(`${body}/${seat}`),
      state,
    }))
    await this.by(`${body}/secretary`, recordAttendance, { meeting, seats })
  }

  async itemsOf(meeting: string): Promise<{ id: string; title: string }[]> {
    const items = await this.stage.db.agendaItem.findMany({
      where: { meetingId: meeting },
      orderBy: { rank: 'asc' },
    })
    return items.map((item) => ({ id: item.id, title: (item.title as Prose).text }))
  }

  async item(meeting: string, title: string): Promise<string> {
    const said = this.stage.days.moved(title)
    const found = (await this.itemsOf(meeting)).find((one) => one.title === said)
    if (!found) throw new Error(`no item «${title}» in this meeting`)
    return found.id
  }

  /** The draft goes through the door that is its own: unrecorded until it is circulated. */
  async write(body: string, meeting: string, notes: Notes, claims: Claim[] = []): Promise<void> {
    const { days } = this.stage
    const viewer = await this.#viewerOf(`${body}/secretary`)
    const revisions = new Map(
      (await this.stage.db.draftItem.findMany({ where: { meetingId: meeting } })).map((one) => [
        one.agendaItemId,
        one.revision,
      ]),
    )
    for (const [title, { text, agreements = [] }] of Object.entries(notes)) {
      const agendaItem = await this.item(meeting, title)
      if (text)
        saved(
          await this.#draft.saveItem(viewer, {
            agendaItem,
            ...days.moved(text),
            base: revisions.get(agendaItem) ?? 0,
          }),
        )
      for (const [place, { text: agreed, ...agreement }] of agreements.entries()) {
        const { proposal } = agreement
        saved(
          await this.#draft.saveAgreement(viewer, {
            id: id(`agreement/${agendaItem}/${place}`),
            agendaItem,
            kind: agreement.kind,
            ...es(days.moved(agreed)),
            base: 0,
            ...(proposal && { proposal }),
            ...(agreement.kind === 'action' && {
              seat: seatId(agreement.seat),
              dueOn: days.day(agreement.dueOn),
            }),
          }),
        )
      }
    }
    for (const { proposal, sector, stance, reason } of claims) {
      saved(
        await this.#draft.saveClaim(viewer, {
          meeting,
          proposal,
          sector: id(sector),
          stance,
          lang: reason?.lang ?? 'es',
          base: 0,
          ...(reason && { reason: days.moved(reason.text) }),
        }),
      )
    }
  }

  /** The working paper of a roadmap, through the door that is its own; answers with the revision that was made. */
  async draftRoadmap(path: string, commitment: string, roadmap: RoadmapText): Promise<number> {
    const row = await this.stage.db.draftRoadmap.findUnique({ where: { commitmentId: commitment } })
    const outcome = await this.#roadmapDraft.replace(await this.#viewerOf(path), {
      commitment,
      base: row?.revision ?? 0,
      roadmap: this.stage.days.moved(roadmap),
    })
    saved(outcome)
    return outcome.is === 'saved' ? outcome.revision : 0
  }

  /** A file, through the door that is its own; answers with what it is handed in by. */
  async bring(path: string, name: string, text: string): Promise<string> {
    const form = new FormData()
    form.append('file', new Blob([this.stage.days.moved(text)]), name)
    const brought = await this.#receiving.form(
      await this.#viewerOf(path),
      new Request('http://localhost/api/uploads/form', { method: 'POST', body: form }),
    )
    if (typeof brought !== 'string') throw new Refused(`${name}: ${JSON.stringify(brought)}`)
    return brought
  }

  async circulate(body: string, meeting: string): Promise<string> {
    const keeper = `${body}/secretary`
    const draft = await draftOf(await this.#viewerOf(keeper), meeting)
    if (!draft) throw new Error('there is no draft to circulate')
    const { minutes } = await this.by(keeper, circulateMinutes, { meeting, digest: draft.digest })
    return String(minutes)
  }

  /** One approval after another, each on its day. */
  async approve(minutes: string, approvals: [path: string, day: string, time: string][]): Promise<void> {
    for (const [path, day, time] of approvals) {
      this.stage.at(day, time)
      const { digest } = await this.stage.db.minutes.findUniqueOrThrow({ where: { id: minutes } })
      await this.by(path, approveMinutes, { minutes, digest })
    }
  }

  async approveErratum(
    erratum: string,
    approvals: [path: string, day: string, time: string][],
  ): Promise<void> {
    const { digest } = await this.stage.db.erratum.findUniqueOrThrow({ where: { id: erratum } })
    for (const [path, day, time] of approvals) {
      this.stage.at(day, time)
      await this.by(path, approveErratum, { erratum, digest })
    }
  }

  #viewerOf(path: string) {
    return personViewer(this.stage.db, this.stage.forum, personId(this.holder(path)), this.stage.now)
  }
}

function saved(outcome: { is: string }): void {
  if (outcome.is !== 'saved') throw new Refused(`the draft was not saved: ${JSON.stringify(outcome)}`)
}
