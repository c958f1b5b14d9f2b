import {
  appoint,
  establishBody,
  foundForum,
  openForum,
  registerOrganisation,
} from '../../lib/bodies/commands.ts'
import { recordCommitment, recordPlan } from '../../lib/commitments/commands.ts'
import type { Mesa } from '../../lib/mesa.ts'
import planFour from './mexico-plan-4.json' with { type: 'json' }
import { commitmentFields, source, statementOf } from './mexico.ts'
import { cast } from './people.ts'
import { playTheYear } from './practice-year.ts'
import type { Stage } from './stage.ts'
import { bodyId, commitmentId, id, personId, seatId, Table } from './table.ts'

type Text = { es: string; en: string }
type SeatFunction = 'chair' | 'secretary' | 'member' | 'adviser' | 'observer'

const example = { text: 'Ejemplo de la mesa de práctica' }

/**
 * The same table to try on: invented people and civil organisations; what happens to the plan's real
 * commitments is left to visitors.
 */
export async function playPractice(
  stage: Stage,
  doors: Pick<Mesa, 'draft' | 'roadmapDraft' | 'receiving'>,
): Promise<void> {
  const table = new Table(stage, doors)
  stage.at('2026-02-04', '05:00')
  await foundTheTable(stage)
  await registerOrganisations(stage)
  await copyTheFourthPlan(stage)
  await recordThePracticePlan(stage)
  await seatTheCommittee(table)
  await seatTheGroups(table)
  stage.at('2026-02-04', '09:00')
  await stage.office(openForum, {})
  await stage.refresh()
  await playTheYear(table)
}

async function foundTheTable(stage: Stage): Promise<void> {
  const sector = (
    slug: string,
    name: Text,
    hasPosition: boolean,
    shape: 'circle' | 'diamond' | 'square' | 'triangle' | 'hexagon',
    hue: 'civil' | 'oversight' | 'executive' | 'academia' | 'other',
  ) => ({ id: id(slug), slug, name, hasPosition, shape, hue })
  await stage.office(foundForum, {
    slug: 'practica',
    name: { es: 'México · mesa de práctica', en: 'Mexico · practice table' },
    kind: 'practice',
    timeZone: 'America/Mexico_City',
    // Values to try with, not facts about Mexico: an extraordinary meeting can be called, held and recorded
    // at one sitting.
    rules: {
      quorumShare: 0.5,
      quorumPerSector: 1,
      observationDays: 60,
      silenceIsAssentForMinutes: false,
      writtenProcedureDays: 5,
      statusDecidedBy: 'committee',
      openProposalsArePublic: true,
      noticeDays: { ordinary: 3, extraordinary: 0 },
    },
    sectors: [
      sector('civil-society', { es: 'Sociedad civil', en: 'Civil society' }, true, 'circle', 'civil'),
      sector('oversight', { es: 'INAI', en: 'INAI' }, true, 'diamond', 'oversight'),
      sector('executive', { es: 'SFP', en: 'SFP' }, true, 'square', 'executive'),
      sector('academia', { es: 'Academia', en: 'Academia' }, false, 'triangle', 'academia'),
      sector('observers', { es: 'Observación', en: 'Observers' }, false, 'hexagon', 'other'),
    ],
  })
  await stage.refresh()
}

async function registerOrganisations(stage: Stage): Promise<void> {
  const organisation = (
    key: string,
    sectorSlug: string,
    name: { es: string; en?: string },
    shortName: string,
    invented = true,
  ) =>
    stage.office(registerOrganisation, {
      id: id(`organisation/${key}`),
      sector: id(sectorSlug),
      name,
      shortName,
      invented,
      source: example,
    })
  await organisation(
    'nopal',
    'civil-society',
    { es: 'Red Nopal Azul', en: 'Blue Nopal Network' },
    'Nopal Azul',
  )
  await organisation(
    'tecolote',
    'civil-society',
    { es: 'Colectivo Tecolote de Barro', en: 'Clay Owl Collective' },
    'Tecolote de Barro',
  )
  await organisation(
    'ajolote',
    'civil-society',
    { es: 'Laboratorio Ajolote Lector', en: 'Reading Axolotl Lab' },
    'Ajolote Lector',
  )
  await organisation(
    'jicara',
    'civil-society',
    { es: 'Observatorio Jícara Abierta', en: 'Open Gourd Observatory' },
    'Jícara Abierta',
  )
  await organisation(
    'inai',
    'oversight',
    {
      es: 'Instituto Nacional de Transparencia, Acceso a la Información y Protección de Datos Personales',
      en: 'National Institute for Transparency, Access to Information and Personal Data Protection',
    },
    'INAI',
    false,
  )
  await organisation(
    'sfp',
    'executive',
    { es: 'Secretaría de la Función Pública', en: 'Ministry of Public Administration' },
    'SFP',
    false,
  )
  await organisation(
    'irm',
    'observers',
    {
      es: 'Mecanismo de Revisión Independiente de OGP',
      en: 'Independent Reporting Mechanism of OGP',
    },
    'IRM',
    false,
  )
}

/** As adopted, and no further: what became of them stands in the record of `mexico`. */
async function copyTheFourthPlan(stage: Stage): Promise<void> {
  const atAdoption = [
    'ogp-id',
    'title-es',
    'title-en',
    'policy-area',
    'origin',
    'objective',
    'starts-on',
    'ends-on',
    'draft-key-actions',
  ]
  await stage.office(recordPlan, {
    id: id('2019-2022'),
    slug: '2019-2022',
    name: { es: 'Cuarto Plan de Acción 2019-2022', en: 'Fourth Action Plan 2019-2022' },
    adoptedOn: '2019-12-10',
    startsOn: '2019-12-10',
    endsOn: '2021-08-31',
    source: source('r3d-2019'),
  })
  for (const { number, participants: _participants, statements, ...fields } of planFour) {
    await stage.office(recordCommitment, {
      id: commitmentId('2019-2022', number),
      plan: id('2019-2022'),
      number,
      ...commitmentFields(fields),
      inForceFrom: { day: '2019-12-10', source: source('r3d-2019', 'derived') },
      statements: statements.filter(({ field }) => atAdoption.includes(field)).map(statementOf),
    })
  }
}

type PracticeCommitment = {
  title: Text
  objective: Text
  policyArea: string
  participants?: { organisation: string; role: 'lead' | 'support'; source: typeof example }[]
}

const practiceCommitments: PracticeCommitment[] = [
  {
    title: {
      es: 'Datos del agua que se entienden en cada colonia',
      en: 'Water data that every neighbourhood understands',
    },
    objective: {
      es:
        'Publicar por colonia cuánta agua llega, cuándo y con qué calidad, con palabras claras y en ' +
        'formatos abiertos.',
      en: 'Publish by neighbourhood how much water arrives, when and of what quality, in plain words and open formats.',
    },
    policyArea: 'Water and sanitation',
    participants: [
      { organisation: id('organisation/sfp'), role: 'lead', source: example },
      { organisation: id('organisation/nopal'), role: 'support', source: example },
    ],
  },
  {
    title: {
      es: 'Compras escolares a la vista de las familias',
      en: 'School purchases in plain sight of families',
    },
    objective: {
      es:
        'Publicar lo que cada escuela compra, a quién y a qué precio, y que las familias puedan ' +
        'preguntar y recibir respuesta.',
      en: 'Publish what each school buys, from whom and at what price, so that families can ask and get an answer.',
    },
    policyArea: 'Public procurement',
  },
  {
    title: {
      es: 'Obra pública decidida con las personas vecinas',
      en: 'Public works decided with the neighbours',
    },
    objective: {
      es:
        'Que en diez municipios las personas vecinas conozcan, discutan y ordenen por prioridad las ' +
        'obras de su calle.',
      en: 'In ten municipalities neighbours know, discuss and rank the works of their street.',
    },
    policyArea: 'Public participation',
  },
  {
    title: {
      es: 'Respuestas claras a las solicitudes de información',
      en: 'Clear answers to information requests',
    },
    objective: {
      es: 'Una guía de lenguaje claro para responder solicitudes, probada con quienes las hacen.',
      en: 'A guide to plain language for answering requests, tried out with those who make them.',
    },
    policyArea: 'Access to information',
  },
]

async function recordThePracticePlan(stage: Stage): Promise<void> {
  await stage.office(recordPlan, {
    id: id('2026-2028'),
    slug: '{y:2026-02-04}-{y:2028-02-03}',
    name: {
      es: 'Plan de práctica {y:2026-02-04}-{y:2028-02-03}',
      en: 'Practice plan {y:2026-02-04}-{y:2028-02-03}',
    },
    adoptedOn: '2026-02-04',
    startsOn: '2026-02-04',
    endsOn: '2028-02-03',
    invented: true,
    source: example,
  })
  for (const [
    place,
    { title, objective, policyArea, participants = [] },
  ] of practiceCommitments.entries()) {
    await stage.office(recordCommitment, {
      id: commitmentId('2026-2028', place + 1),
      plan: id('2026-2028'),
      number: place + 1,
      title,
      objective,
      policyArea,
      participants,
      invented: true,
      origin: 'co-created',
      startsOn: '2026-02-04',
      endsOn: '2028-02-03',
      inForceFrom: { day: '2026-02-04', source: example },
    })
  }
}

type SeatPlan = {
  slug: string
  sector: string
  organisation?: string
  name: Text
  function: SeatFunction
  voice?: boolean
  required?: boolean
}

function seatsOf(body: string, seats: SeatPlan[]) {
  return seats.map(({ sector, organisation, ...seat }) => ({
    ...seat,
    id: seatId(`${body}/${seat.slug}`),
    sector: id(sector),
    ...(organisation && { organisation: id(`organisation/${organisation}`) }),
  }))
}

const committeeSeats: SeatPlan[] = [
  {
    slug: 'chair',
    sector: 'executive',
    organisation: 'sfp',
    name: { es: 'Titular de la SFP (preside)', en: 'Head of SFP (chair)' },
    function: 'chair',
    voice: true,
  },
  {
    slug: 'secretary',
    sector: 'executive',
    organisation: 'sfp',
    name: { es: 'Secretaría técnica', en: 'Technical secretary' },
    function: 'secretary',
  },
  {
    slug: 'head-of-unit',
    sector: 'executive',
    organisation: 'sfp',
    name: { es: 'Titular de unidad de la SFP', en: 'Head of unit, SFP' },
    function: 'member',
  },
  {
    slug: 'representative',
    sector: 'civil-society',
    organisation: 'nopal',
    function: 'member',
    voice: true,
    name: { es: 'Representante de sociedad civil', en: 'Representative of civil society' },
  },
  {
    slug: 'co-representative',
    sector: 'civil-society',
    organisation: 'tecolote',
    function: 'member',
    voice: true,
    name: { es: 'Correpresentante de sociedad civil', en: 'Co-representative of civil society' },
  },
  {
    slug: 'commissioner',
    sector: 'oversight',
    organisation: 'inai',
    name: { es: 'Comisionada o comisionado del INAI', en: 'Commissioner of INAI' },
    function: 'member',
    voice: true,
  },
  {
    slug: 'director',
    sector: 'oversight',
    organisation: 'inai',
    name: { es: 'Dirección general del INAI', en: 'Director general, INAI' },
    function: 'member',
  },
  {
    slug: 'technical-adviser',
    sector: 'academia',
    name: { es: 'Asesoría técnica de la academia', en: 'Technical adviser from ' + 'academia' },
    function: 'adviser',
  },
  {
    slug: 'irm-observer',
    sector: 'observers',
    organisation: 'irm',
    name: { es: 'Observación del IRM', en: 'IRM observer' },
    function: 'observer',
    required: false,
  },
]

async function seatTheCommittee(table: Table): Promise<void> {
  await table.stage.office(establishBody, {
    id: bodyId('committee'),
    slug: 'coordinating-committee',
    kind: 'committee',
    shortName: 'CC',
    since: '2026-02-04',
    source: example,
    name: { es: 'Comité Coordinador', en: 'Coordinating Committee' },
    seats: seatsOf('committee', committeeSeats),
  })
  const holders: [seat: string, person: string][] = [
    ['chair', 'fernando.quintanar'],
    ['secretary', 'omar.villasenor'],
    ['head-of-unit', 'hugo.barrera'],
    ['representative', 'mariana.escobedo'],
    ['co-representative', 'tomas.aguirre'],
    ['commissioner', 'elvira.santoyo'],
    ['director', 'rogelio.campos'],
    ['irm-observer', 'patricio.lozano'],
  ]
  for (const [seat, person] of holders) await take(table, `committee/${seat}`, person)
  await take(table, 'committee/representative', 'jimena.orozco', 'alternate')
  await take(table, 'committee/commissioner', 'leticia.ek', 'alternate')
}

/** A person takes a seat, from the day on which the table opens. */
async function take(
  table: Table,
  path: string,
  person: string,
  capacity: 'titular' | 'alternate' = 'titular',
): Promise<void> {
  const { name, email } = cast.find((one) => one.key === person) ?? {}
  if (!name || !email) throw new Error(`nobody is called ${person}`)
  await table.stage.office(appoint, {
    seat: seatId(path),
    person: personId(person),
    name,
    email,
    capacity,
    fromOn: '2026-02-04',
    invented: true,
  })
  if (capacity === 'titular') table.seats(path, person)
}

type GroupMember = { seat: string; sector: string; organisation: string; person: string }

/** Each group has a secretary and somebody of each sector, so that it can meet and approve its minutes. */
async function seatTheGroups(table: Table): Promise<void> {
  const civil = (person: string, organisation: string, seat = 'civil-society'): GroupMember => ({
    seat,
    sector: 'civil-society',
    organisation,
    person,
  })
  const inai = (person: string, seat = 'inai'): GroupMember => ({
    seat,
    sector: 'oversight',
    organisation: 'inai',
    person,
  })
  const sfp = (person: string, seat = 'sfp'): GroupMember => ({
    seat,
    sector: 'executive',
    organisation: 'sfp',
    person,
  })
  const turn = [
    civil('mariana.escobedo', 'nopal'),
    civil('tomas.aguirre', 'tecolote'),
    civil('emilia.carrasco', 'ajolote'),
    civil('andres.pacheco', 'jicara'),
  ]
  for (const { number } of planFour) {
    const own = turn[(number - 1) % turn.length]
    const others =
      number % 2 === 1
        ? [sfp('nayeli.cortes', 'secretary'), inai('rogelio.campos')]
        : [sfp('omar.villasenor', 'secretary'), inai('leticia.ek')]
    await seatGroup(
      table,
      `gt-${number}`,
      `GT ${number}`,
      commitmentId('2019-2022', number),
      own ? [...others, own] : others,
    )
  }
  const practiceGroups: GroupMember[][] = [
    [
      sfp('nayeli.cortes', 'secretary'),
      civil('tomas.aguirre', 'tecolote'),
      civil('andres.pacheco', 'jicara', 'civil-society-2'),
      inai('rogelio.campos'),
    ],
    [
      inai('rogelio.campos', 'secretary'),
      civil('mariana.escobedo', 'nopal'),
      civil('emilia.carrasco', 'ajolote', 'civil-society-2'),
      sfp('nayeli.cortes'),
    ],
    [sfp('nayeli.cortes', 'secretary'), civil('andres.pacheco', 'jicara'), inai('rogelio.campos')],
    [sfp('omar.villasenor', 'secretary'), civil('emilia.carrasco', 'ajolote'), inai('leticia.ek')],
  ]
  for (const [place, members] of practiceGroups.entries()) {
    await seatGroup(
      table,
      `gtp-${place + 1}`,
      `GTP ${place + 1}`,
      commitmentId('2026-2028', place + 1),
      members,
    )
  }
}

const groupSeatNames: Record<string, Text> = {
  secretary: { es: 'Secretaría del grupo', en: 'Secretary of the group' },
  'civil-society': { es: 'Integrante de sociedad civil', en: 'Member from civil society' },
  'civil-society-2': {
    es: 'Integrante de sociedad civil (segundo asiento)',
    en: 'Member from civil society (second seat)',
  },
  inai: { es: 'Integrante del INAI', en: 'Member from INAI' },
  sfp: { es: 'Integrante de la SFP', en: 'Member from SFP' },
}

async function seatGroup(
  table: Table,
  slug: string,
  shortName: string,
  commitment: string,
  members: GroupMember[],
): Promise<void> {
  const number = shortName.split(' ')[1] ?? ''
  const practice = slug.startsWith('gtp-')
  await table.stage.office(establishBody, {
    id: bodyId(slug),
    slug,
    kind: 'group',
    shortName,
    commitment,
    since: '2026-02-04',
    source: example,
    name: {
      es: `Grupo de trabajo del compromiso ${number}${practice ? ' (plan de práctica)' : ''}`,
      en: `Working group of commitment ${number}${practice ? ' (practice plan)' : ''}`,
    },
    seats: seatsOf(
      slug,
      members.map(({ seat, sector, organisation }) => ({
        slug: seat,
        sector,
        organisation,
        name: groupSeatNames[seat] ?? { es: seat, en: seat },
        function: seat === 'secretary' ? 'secretary' : 'member',
        voice: true,
      })),
    ),
  })
  for (const { seat, person } of members) await take(table, `${slug}/${seat}`, person)
}
