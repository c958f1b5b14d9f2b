import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sealedRoadmap } from '../../prisma/small-roadmap.ts'
import type { Table } from '../../prisma/small-roadmap.ts'
import { done } from '../../prisma/small-table.ts'
import type { Place } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { publicViewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { activitiesOf } from '../roadmaps/rules.ts'
import { handInFile, handInLink, judgeEvidence, recordLinkChecks, withdrawEvidence } from './commands.ts'
import { evidenceCounts, evidenceSeenBy, fileSeenBy, linkCounts, linksSeenBy } from './seen.ts'
import { linksDue } from './record.ts'
import type { Capture } from './rules.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())
const prose = (text: string) => ({ lang: 'es', text })

let table: Table
let activity = ''
beforeAll(async () => {
  const sealed = await sealedRoadmap(database, 'medios')
  table = sealed.table
  activity = activitiesOf(sealed.roadmap)[0]?.id ?? ''
})
const anybody = () => publicViewer(table.db, table.forum, new Date())
const at = () => ({ commitment: table.commitment, activity, title: prose('Minuta de la reunión') })
const seen = async (id: unknown) => (await evidenceSeenBy(anybody(), { ids: [String(id)] }))[0]

/** A file that has arrived, as lib/evidence/receive.ts leaves it. */
async function arrived(by: Place, digest = randomUUID().replaceAll('-', '').repeat(2)) {
  const id = randomUUID()
  await database.upload.create({
    data: {
      id,
      forumId: table.forum.id,
      personId: by.person,
      name: 'minuta.pdf',
      size: 1_234,
      digest,
      type: 'application/pdf',
      createdAt: new Date(),
      doneAt: new Date(),
    },
  })
  return { upload: id, digest }
}
const handedIn = async (by: Place = table.executive) =>
  done(await by.as(handInLink, { ...at(), address: `https://ejemplo.example/${randomUUID()}` })).evidence

describe('handing in', () => {
  it('a file puts its digest, its name and its kind on record', async () => {
    const { upload, digest } = await arrived(table.executive)
    const { evidence } = done(
      await table.executive.as(handInFile, { ...at(), upload, note: prose('Página 3') }),
    )
    expect(await seen(evidence)).toMatchObject({
      kind: 'file',
      activity,
      file: { digest, size: 1_234, type: 'application/pdf', name: 'minuta.pdf' },
      link: null,
      note: prose('Página 3'),
      withdrawn: null,
    })
    expect(await fileSeenBy(anybody(), digest)).toEqual({
      digest,
      size: 1_234,
      type: 'application/pdf',
      name: 'minuta.pdf',
    })
    expect(await fileSeenBy(anybody(), 'f'.repeat(64))).toBe(null)
  })

  it('the same file twice for one activity is refused, for another it is taken', async () => {
    const { digest } = await arrived(table.executive)
    const [first, second] = [
      await arrived(table.executive, digest),
      await arrived(table.executive, digest),
    ]
    done(await table.executive.as(handInFile, { ...at(), upload: first.upload }))
    expect(await table.executive.as(handInFile, { ...at(), upload: second.upload })).toMatchObject({
      is: 'refused',
      refusal: { refused: 'evidence.alreadyHere' },
    })
    const other = (
      await table.db.roadmapVersion.findFirstOrThrow({ where: { commitmentId: table.commitment } })
    ).content as unknown as Parameters<typeof activitiesOf>[0]
    done(
      await table.executive.as(handInFile, {
        ...at(),
        activity: activitiesOf(other)[1]?.id,
        upload: second.upload,
      }),
    )
  })

  it('a file that somebody else brought, or that is not there, is refused', async () => {
    const { upload } = await arrived(table.civil)
    expect(await table.executive.as(handInFile, { ...at(), upload })).toMatchObject({
      is: 'refused',
      refusal: { refused: 'evidence.noUpload' },
    })
    expect(await table.executive.as(handInFile, { ...at(), upload: randomUUID() })).toMatchObject({
      is: 'refused',
      refusal: { refused: 'evidence.noUpload' },
    })
  })

  it('a link keeps its address, and waits to be looked at', async () => {
    const { evidence } = done(
      await table.civil.as(handInLink, { ...at(), address: 'https://datos.example/agua' }),
    )
    expect(await seen(evidence)).toMatchObject({
      kind: 'link',
      file: null,
      link: { address: 'https://datos.example/agua', state: 'not-yet', captures: [] },
    })
    expect(
      await table.oversight.as(handInLink, { ...at(), address: 'https://datos.example/agua' }),
    ).toMatchObject({ is: 'invalid', problems: [{ path: 'address', key: 'evidence.alreadyHere' }] })
  })

  it.each(['javascript:alert(1)', 'file:///etc/passwd', 'ejemplo.example', 'http://', 'https://a b'])(
    '%s is no address',
    async (address) => {
      expect(await table.civil.as(handInLink, { ...at(), address })).toMatchObject({
        is: 'invalid',
        problems: [{ path: 'address', key: 'errors.badAddress' }],
      })
    },
  )

  it('for an activity of no roadmap is refused', async () => {
    expect(
      await table.civil.as(handInLink, {
        ...at(),
        activity: randomUUID(),
        address: 'https://a.example/',
      }),
    ).toEqual({ is: 'missing' })
  })

  it('is not for observers; an adviser may', async () => {
    expect(
      await table.observer.as(handInLink, { ...at(), address: 'https://b.example/' }),
    ).toMatchObject({ is: 'refused', refusal: { refused: 'roadmaps.notOfThisGroup' } })
    done(await table.adviser.as(handInLink, { ...at(), address: 'https://b.example/' }))
  })
})

describe('each sector’s word', () => {
  it('stands beside the evidence; the latest counts, and the earlier stays', async () => {
    const evidence = await handedIn()
    done(await table.civil.as(judgeEvidence, { evidence, word: 'accepted' }))
    done(
      await table.civil.as(judgeEvidence, {
        evidence,
        word: 'questioned',
        reason: prose('Falta la lista'),
      }),
    )
    const piece = await seen(evidence)
    expect(piece?.words.map((word) => [word.sector.slug, word.own, word.word])).toEqual([
      ['civil', false, 'questioned'],
      ['oversight', false, null],
      ['executive', true, null],
    ])
    expect(piece?.judgements.map((judgement) => [judgement.word, judgement.reason?.text])).toEqual([
      ['accepted', undefined],
      ['questioned', 'Falta la lista'],
    ])
    expect((await evidenceCounts(anybody(), table.commitment))[activity]?.questioned).toBe(1)
  })

  it('to question wants a reason, at its field', async () => {
    const evidence = await handedIn()
    expect(await table.civil.as(judgeEvidence, { evidence, word: 'questioned' })).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'reason.text', key: 'errors.reasonNeeded' }],
    })
  })

  it('is not said of its own, nor by who has no position', async () => {
    const evidence = await handedIn()
    expect(await table.executive.as(judgeEvidence, { evidence, word: 'accepted' })).toMatchObject({
      refusal: { refused: 'evidence.notItsOwn' },
    })
    expect(await table.secretary.as(judgeEvidence, { evidence, word: 'accepted' })).toMatchObject({
      refusal: { refused: 'evidence.notItsOwn' },
    })
    expect(await table.adviser.as(judgeEvidence, { evidence, word: 'accepted' })).toMatchObject({
      refusal: { refused: 'evidence.onlySectors' },
    })
    expect(await table.observer.as(judgeEvidence, { evidence, word: 'accepted' })).toMatchObject({
      refusal: { refused: 'roadmaps.notOfThisGroup' },
    })
  })

  it('is not said twice, but may be said again after another', async () => {
    const evidence = await handedIn()
    done(await table.civil.as(judgeEvidence, { evidence, word: 'accepted' }))
    expect(await table.civil.as(judgeEvidence, { evidence, word: 'accepted' })).toMatchObject({
      is: 'invalid',
      problems: [{ key: 'evidence.alreadySaid' }],
    })
    done(await table.civil.as(judgeEvidence, { evidence, word: 'questioned', reason: prose('x') }))
    done(await table.civil.as(judgeEvidence, { evidence, word: 'accepted' }))
  })

  it('sent twice with the same key is one word', async () => {
    const [evidence, key] = [await handedIn(), randomUUID()]
    done(await table.civil.as(judgeEvidence, { evidence, word: 'accepted' }, key))
    expect(await table.civil.as(judgeEvidence, { evidence, word: 'accepted' }, key)).toMatchObject({
      is: 'done',
      again: true,
    })
    expect((await seen(evidence))?.judgements).toHaveLength(1)
  })
})

describe('taking back', () => {
  it('leaves the piece in its place with the reason; nobody judges it any more', async () => {
    const evidence = await handedIn()
    const before = (await evidenceCounts(anybody(), table.commitment))[activity]?.count ?? 0
    done(await table.executive.as(withdrawEvidence, { evidence, reason: prose('Era otra versión') }))
    expect((await seen(evidence))?.withdrawn).toMatchObject({ reason: prose('Era otra versión') })
    expect((await evidenceCounts(anybody(), table.commitment))[activity]?.count).toBe(before - 1)
    expect(await table.civil.as(judgeEvidence, { evidence, word: 'accepted' })).toMatchObject({
      refusal: { refused: 'evidence.isWithdrawn' },
    })
    expect(await table.executive.as(withdrawEvidence, { evidence, reason: prose('x') })).toMatchObject({
      refusal: { refused: 'evidence.isWithdrawn' },
    })
  })

  it('is for the seat that handed it in', async () => {
    const evidence = await handedIn()
    expect(await table.secretary.as(withdrawEvidence, { evidence, reason: prose('x') })).toMatchObject({
      refusal: { refused: 'evidence.onlyWhoHandedIn' },
    })
    expect(await table.executive.as(withdrawEvidence, { evidence })).toMatchObject({ is: 'invalid' })
  })
})

describe('looking at links', () => {
  const alive: Capture = {
    reached: true,
    problem: null,
    status: 200,
    finalAddress: null,
    title: 'Datos',
    type: 'text/html',
    size: 5,
    digest: 'a'.repeat(64),
  }
  const dead: Capture = {
    reached: false,
    problem: 'not-found',
    status: 404,
    finalAddress: null,
    title: null,
    type: null,
    size: null,
    digest: null,
  }
  const checked = async (evidence: unknown, found: Capture | null, now = new Date()) =>
    done(
      await table.system(
        recordLinkChecks,
        { changed: found ? [{ evidence, ...found }] : [], unchanged: found ? [] : [evidence] },
        now,
      ),
    )

  it('keeps what was there, when it was otherwise, and that it was looked at', async () => {
    const evidence = await handedIn()
    await checked(evidence, alive)
    const size = async () =>
      await table.db.linkCapture.count({ where: { evidenceId: String(evidence) } })
    await checked(evidence, null, new Date(Date.now() + 8 * 864e5))
    expect(await size()).toBe(1)
    expect((await seen(evidence))?.link).toMatchObject({
      state: 'alive',
      captures: [{ title: 'Datos', digest: alive.digest }],
    })
    await checked(evidence, dead, new Date(Date.now() + 16 * 864e5))
    expect((await seen(evidence))?.link).toMatchObject({
      state: 'dead',
      captures: [{ reached: true }, { reached: false, problem: 'not-found', status: 404 }],
    })
  })

  it('is due at once, and then after a week', async () => {
    const evidence = String(await handedIn())
    const due = async (at: number) =>
      (await linksDue(table.db, table.forum.id, new Date(at), 500)).some((one) => one.id === evidence)
    expect(await due(Date.now())).toBe(true)
    // The clock of an earlier test ran ahead; the record never runs backwards.
    await checked(evidence, alive)
    const { checkedAt } = await table.db.evidence.findUniqueOrThrow({ where: { id: evidence } })
    const after = (days: number) => (checkedAt?.getTime() ?? 0) + days * 864e5
    expect(await due(after(6))).toBe(false)
    expect(await due(after(7.01))).toBe(true)
  })

  it('leaves out what was withdrawn', async () => {
    const evidence = String(await handedIn())
    done(await table.executive.as(withdrawEvidence, { evidence, reason: prose('x') }))
    expect(
      (await linksDue(table.db, table.forum.id, new Date(), 500)).some((one) => one.id === evidence),
    ).toBe(false)
  })

  it('is for the system alone, and of this forum’s links', async () => {
    const evidence = await handedIn()
    expect(await table.operate(recordLinkChecks, { changed: [], unchanged: [evidence] })).toMatchObject({
      refusal: { refused: 'act.systemOnly' },
    })
    expect(await table.system(recordLinkChecks, { changed: [], unchanged: [randomUUID()] })).toEqual({
      is: 'missing',
    })
    expect(await table.system(recordLinkChecks, { changed: [], unchanged: [] })).toMatchObject({
      is: 'invalid',
    })
  })

  it('fills the board, page by page', async () => {
    const before = await linkCounts(anybody())
    const mine = []
    for (let at = 0; at < 5; at += 1) {
      const evidence = await handedIn()
      await checked(evidence, dead)
      mine.push(evidence)
    }
    expect((await linkCounts(anybody())).dead).toBe(before.dead + 5)
    const first = await linksSeenBy(anybody(), { state: 'dead' }, 3)
    expect(first.lines.map((line) => line.evidence.id)).toEqual(mine.toReversed().slice(0, 3))
    const second = await linksSeenBy(anybody(), { state: 'dead', cursor: first.next ?? 0 }, 3)
    expect(second.lines.map((line) => line.evidence.id).slice(0, 2)).toEqual(mine.toReversed().slice(3))
    expect(first.lines[0]?.commitment).toMatchObject({ number: 1, plan: 'plan-1' })
  })
})
