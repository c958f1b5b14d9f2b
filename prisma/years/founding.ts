import {
  appoint,
  establishBody,
  foundForum,
  openForum,
  registerOrganisation,
} from '../../lib/bodies/commands.ts'
import { recordCommitment, recordPlan } from '../../lib/commitments/commands.ts'
import { bodies, commitmentOf, id, mailOf, named, personOf, planOf, sectors, termOf } from './years.ts'
import type { Seat, Years } from './years.ts'

// The forum before it is opened: what its office writes down.

export async function found(years: Years): Promise<void> {
  const { stage, size } = years
  await stage.office(foundForum, {
    slug: size.slug,
    name: named('Mesa de diez años'),
    kind: 'practice',
    timeZone: stage.forum.timeZone,
    rules: {
      quorumShare: 0.5,
      quorumPerSector: 1,
      writtenProcedureDays: 1,
      openProposalsArePublic: true,
      noticeDays: { ordinary: 1, extraordinary: 0 },
    },
    sectors: sectors.map(({ slug, shape, hasPosition }) => ({
      id: id(years, slug),
      slug,
      name: named(slug),
      hasPosition,
      shape,
      hue: slug,
    })),
  })
  await stage.refresh()
  for (const { slug } of sectors)
    await stage.office(registerOrganisation, {
      id: id(years, `organisation/${slug}`),
      sector: id(years, slug),
      name: named(`Organización de ${slug}`),
      shortName: slug.toUpperCase(),
      invented: true,
    })
  await recordFirstPlan(years)
  for (const [body, seats] of bodies) await establish(years, body, seats)
  await stage.office(openForum, {})
  await stage.refresh()
}

async function recordFirstPlan(years: Years): Promise<void> {
  const { stage, size } = years
  const [startsOn, endsOn] = termOf(years, 0)
  const plan = id(years, planOf(0))
  await stage.office(recordPlan, {
    id: plan,
    slug: planOf(0),
    name: named('Plan 1'),
    adoptedOn: startsOn,
    startsOn,
    endsOn,
    invented: true,
  })
  for (let number = 1; number <= size.commitments; number += 1) {
    const commitment = id(years, `${planOf(0)}/${number}`)
    const { title, objective } = commitmentOf(0, number)
    await stage.office(recordCommitment, {
      id: commitment,
      plan,
      number,
      title: named(title),
      objective: named(objective),
      participants: [{ organisation: id(years, 'organisation/executive'), role: 'lead' }],
      startsOn,
      endsOn,
      inForceFrom: { day: startsOn },
      invented: true,
    })
  }
}

async function establish(years: Years, body: string, seats: readonly Seat[]): Promise<void> {
  const { stage } = years
  await stage.office(establishBody, {
    id: id(years, body),
    slug: body,
    kind: body === 'committee' ? 'committee' : 'group',
    name: named(body === 'committee' ? 'Comité' : `Grupo ${body.slice(-1)}`),
    shortName: body === 'committee' ? 'CC' : `G${body.slice(-1)}`,
    seats: seats.map(({ slug, sector, ...rest }) => ({
      id: id(years, `${body}/${slug}`),
      sector: id(years, sector),
      organisation: id(years, `organisation/${sector}`),
      slug,
      name: named(`${slug} (${body})`),
      ...rest,
    })),
  })
  for (const { slug } of seats) {
    const path = `${body}/${slug}`
    const person = personOf(years, path, 0)
    await stage.office(appoint, {
      seat: id(years, path),
      person,
      name: `Persona ${path}`,
      email: mailOf(path, 0),
      capacity: 'titular',
      fromOn: termOf(years, 0)[0],
      invented: true,
    })
    years.holders.set(path, person)
  }
}
