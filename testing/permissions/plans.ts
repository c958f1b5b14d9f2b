// What is asked about plans, and of what was before the system, in the situations that docs/permissions.md tells of.
import { bodyId, commitmentId, es, id } from '../../prisma/demonstration/table.ts'
import type { Walk } from './walk.ts'

const asked = { mode: 'written', title: es('x'), text: es('x'), deadlineOn: '2027-12-15' }
const plan = id('2026-2028')
const [water, second] = [commitmentId('2026-2028', 1), commitmentId('2026-2028', 2)]

export async function changePlans({ row, mesa, practice }: Walk) {
  const proposal = await mesa.db.proposal.findFirstOrThrow({
    where: { forumId: practice.id, closedAt: null },
    orderBy: { number: 'asc' },
  })
  await row('proposals.propose-resolution', 'of the Committee', {
    ...asked,
    body: bodyId('committee'),
    of: 'statement',
  })
  await row('proposals.revise-text', 'of an open proposal, by whoever made it', {
    proposal: proposal.id,
    digest: proposal.digest,
    title: es('y'),
    text: es('y'),
    deadlineOn: '2027-12-15',
  })
  await row('plans.propose-plan', 'any time', {
    ...asked,
    slug: '2029-2033',
    nameEs: 'Quinto',
    lang: 'es',
    lines: 'Uno',
  })
  await row('plans.propose-commitment', 'in an open plan', {
    ...asked,
    plan,
    number: '90',
    titleEs: 'Otro',
  })
  await row('plans.propose-rewording', 'of a commitment in force', {
    ...asked,
    commitment: water,
    titleEs: 'De otro modo',
  })
  await row('plans.propose-split', 'of a commitment in force', {
    ...asked,
    commitment: water,
    lang: 'es',
    lines: 'Uno\nDos',
  })
  await row('plans.propose-merger', 'of two commitments of an open plan', {
    ...asked,
    plan,
    commitments: [water, second],
    number: '91',
    titleEs: 'Los dos',
  })
  await row('plans.propose-closing', 'of an open plan', {
    ...asked,
    plan,
    outcomes: [{ commitment: water, outcome: 'partly' }],
  })
}

export async function takeOverRecords({ row, by }: Walk) {
  const before = {
    body: bodyId('committee'),
    of: 'minutes',
    title: es('x'),
    text: es('x'),
    happenedOn: '2019',
    source: 'x',
  }
  await row('records.take-over', 'into the book of the Committee', before)
  const { record } = await by('omar.villasenor', 'committee/secretary', 'records.take-over', before)
  await row('records.answer', 'of what was taken over into the book of the Committee', {
    record,
    says: 'confirms',
  })
}
