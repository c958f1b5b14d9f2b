// The kinds of person as whom every command and every query is tried for docs/permissions.md.
import { forumBySlug, officeViewer, personViewer, publicViewer } from '../../lib/act/viewer.ts'
import type { ForumHead, Viewer } from '../../lib/act/viewer.ts'
import type { openMesa } from '../../lib/mesa.ts'
import { personId, seatId } from '../../prisma/demonstration/table.ts'
import type { smallTable } from '../../prisma/small-table.ts'

export type Mesa = ReturnType<typeof openMesa>
/** Somebody, and the seat for which they would act. */
export type Someone = {
  kind: string
  viewer: (forum: ForumHead, now: Date) => Promise<Viewer>
  as?: string
}

export const noon = new Date('2026-11-23T18:00:00Z')
export const today = '2026-11-23'

/** The demonstration leaves the adviser’s seat vacant; whoever walks seats somebody. */
export const adviser = {
  person: personId('permisos.asesoria'),
  name: 'Asesora de prueba',
  email: 'permisos.asesoria@practica.example',
  fromOn: today,
  invented: true,
}

export async function everyone(
  mesa: Mesa,
  elsewhere: Awaited<ReturnType<typeof smallTable>>,
): Promise<Someone[]> {
  const holder = (kind: string, person: string, seat: string): Someone => ({
    kind,
    as: seatId(seat),
    viewer: (forum, now) => personViewer(mesa.db, forum, personId(person), now),
  })
  return [
    { kind: 'signed out', viewer: async (forum, now) => publicViewer(mesa.db, forum, now) },
    {
      kind: 'person of another forum',
      as: elsewhere.civil.seat,
      viewer: (forum, now) => personViewer(mesa.db, forum, elsewhere.civil.person, now),
    },
    holder('whose mandate has ended', 'hugo.barrera', 'committee/head-of-unit'),
    {
      kind: 'the operator’s office',
      viewer: async (forum, now) => officeViewer(mesa.db, forum, 'operator', now),
    },
    {
      kind: 'the system’s office',
      viewer: async (forum, now) => officeViewer(mesa.db, forum, 'system', now),
    },
    holder('Committee, civil society, with its voice', 'mariana.escobedo', 'committee/representative'),
    holder(
      'Committee, civil society, co-representative',
      'tomas.aguirre',
      'committee/co-representative',
    ),
    holder('Committee, INAI, with its voice', 'elvira.santoyo', 'committee/commissioner'),
    holder('Committee, SFP, with its voice: the chair', 'fernando.quintanar', 'committee/chair'),
    holder(
      'Committee, alternate of a seat with the voice (civil society)',
      'jimena.orozco',
      'committee/representative',
    ),
    holder('Committee, second seat without the voice (INAI)', 'rogelio.campos', 'committee/director'),
    holder('Committee, its secretary', 'omar.villasenor', 'committee/secretary'),
    holder('Committee, adviser', 'permisos.asesoria', 'committee/technical-adviser'),
    holder('Committee, observer', 'patricio.lozano', 'committee/irm-observer'),
    holder('member of another commitment’s working group', 'andres.pacheco', 'gt-4/civil-society'),
    holder('secretary of another commitment’s working group', 'nayeli.cortes', 'gt-1/secretary'),
    holder(
      'holder of two seats, for the one without the voice (SFP)',
      'gabriela.montano',
      'committee/head-of-unit',
    ),
    holder('holder of two seats, as alternate of the chair', 'gabriela.montano', 'committee/chair'),
  ]
}

export async function forumNamed(mesa: Mesa, slug: string): Promise<ForumHead> {
  const forum = await forumBySlug(mesa.db, slug)
  if (!forum) throw new Error(`there is no forum ${slug}`)
  return forum
}
