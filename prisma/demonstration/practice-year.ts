import { appoint, endMandate } from '../../lib/bodies/commands.ts'
import { proposeStatus, reviseStatusProposal } from '../../lib/commitments/commands.ts'
import { cancelMeeting, declareNotHeld, openMeeting } from '../../lib/meetings/commands.ts'
import { closeAgreement, observe, proposeErratum } from '../../lib/minutes/commands.ts'
import {
  closeWithoutConsensus,
  resumeParticipation,
  suspendParticipation,
} from '../../lib/proposals/commands.ts'
import { cast } from './people.ts'
import { findADeadLink, handInTheFormats, handInTheInventory } from './practice-evidence.ts'
import { recordTheCut } from './practice-events.ts'
import {
  changeTheWaterRoadmap,
  reportFirstSteps,
  reportInAutumn,
  sealTheWaterRoadmap,
} from './practice-roadmaps.ts'
import { assessThePlan, readTheWaterDifferently } from './practice-readings.ts'
import { leaveWorkForVisitors } from './practice-waiting.ts'
import { answers, everybody, item, purchases, room, say, water, works } from './practice-words.ts'
import { en, es, personId, seatId } from './table.ts'
import type { Table } from './table.ts'

// A year at the practice table, all of it invented: agreement and disagreement, a pause, people who go and
// come, sessions that fail.

export async function playTheYear(table: Table): Promise<void> {
  await beginTheYear(table)
  await sealTheRoadmaps(table)
  await startTheWaterGroup(table)
  await sealTheWaterRoadmap(table)
  await pauseAndResume(table)
  await changeHandsInTheUnit(table)
  await reportFirstSteps(table)
  await handInTheInventory(table)
  await cancelInJuly(table)
  await disagreeOnPublicWorks(table)
  await recordTheCut(table)
  await changeTheWaterRoadmap(table)
  await handInTheFormats(table)
  await askToStopSchoolPurchases(table)
  await testClearAnswers(table)
  await reportInAutumn(table)
  await readTheWaterDifferently(table)
  await findADeadLink(table)
  await putSchoolPurchasesToRest(table)
  await assessThePlan(table)
  await leaveWorkForVisitors(table)
}

async function beginTheYear(table: Table): Promise<void> {
  const { stage } = table
  stage.at('2026-02-04', '09:30')
  const meeting = await table.convene('committee', {
    kind: 'extraordinary',
    day: '2026-02-04',
    time: '12:00',
    place: room,
    items: [
      { title: es(item.opening) },
      { title: es(item.plan), note: es('Los tres sectores recibieron el texto el mismo día.') },
    ],
  })
  await table.hold('committee', meeting, '2026-02-04', ['12:04', '13:20'], everybody)
  stage.at('2026-02-05', '11:00')
  await table.write('committee', meeting, {
    [item.opening]: {
      text: es(
        'La presidencia dio la bienvenida y la secretaría técnica comprobó el quórum: siete de siete asientos con ' +
          'posición.\n\nEl asiento de **asesoría técnica de la academia** queda vacante. Cualquier ' +
          'sector puede proponer a quien lo ocupe.\n\nLa próxima sesión ordinaria será el {d:2026-03-11}.',
      ),
      agreements: [
        {
          kind: 'action',
          text: 'Invitar a las universidades a proponer a quien ocupe la asesoría técnica.',
          seat: 'committee/secretary',
          dueOn: '2026-03-31',
        },
      ],
    },
    [item.plan]: {
      text: es(
        'Se leyeron los cuatro compromisos del plan. Sociedad civil pidió que cada grupo tenga una ' +
          'segunda persona de su sector donde el trabajo sea mayor; INAI y SFP estuvieron de acuerdo.',
      ),
      agreements: [
        {
          kind: 'resolution',
          text: 'El Comité da por recibido el Plan de práctica {y:2026-02-04}-{y:2028-02-03}, con sus cuatro compromisos.',
        },
        {
          kind: 'action',
          text: 'Instalar los cuatro grupos de trabajo y convocar su primera sesión.',
          seat: 'committee/secretary',
          dueOn: '2026-04-30',
        },
      ],
    },
  })
  stage.at('2026-02-06', '09:00')
  const minutes = await table.circulate('committee', meeting)
  await table.approve(minutes, [
    ['committee/representative', '2026-02-09', '10:12'],
    ['committee/commissioner', '2026-02-10', '16:40'],
    ['committee/chair', '2026-02-11', '09:05'],
  ])
  stage.at('2026-02-16', '12:00')
  const { erratum } = await table.by('committee/secretary', proposeErratum, {
    minutes,
    item: await table.item(meeting, item.opening),
    wrong: es('el {d:2026-03-11}'),
    right: es('el {d:2026-03-12}'),
    reason: es('En la sesión se dijo el día {n:2026-03-12}; la sala estaba ocupada el {n:2026-03-11}.'),
  })
  await table.approveErratum(String(erratum), [
    ['committee/chair', '2026-02-17', '09:30'],
    ['committee/co-representative', '2026-02-17', '11:00'],
    ['committee/commissioner', '2026-02-19', '13:15'],
  ])
}

async function sealTheRoadmaps(table: Table): Promise<void> {
  const { stage } = table
  stage.at('2026-03-04', '10:00')
  const meeting = await table.convene('committee', {
    kind: 'ordinary',
    day: '2026-03-12',
    time: '10:00',
    place: room,
    items: [{ title: es(item.roadmaps) }, { title: es(item.calendar) }],
  })
  await table.hold('committee', meeting, '2026-03-12', ['10:05', '12:10'], {
    ...everybody,
    commissioner: 'represented',
    'co-representative': 'excused',
  })
  stage.at('2026-03-13', '12:00')
  await table.write('committee', meeting, {
    [item.opening]: {
      text: es('La invitación a las universidades sigue en preparación; falta acordar el perfil.'),
    },
    [item.plan]: {
      text: es('Los grupos 1 y 2 ya tienen fecha para su primera sesión; faltan el 3 y el 4.'),
    },
    [item.roadmaps]: {
      text: es(
        'Cada grupo presentó su hoja de ruta. Se pidió que las fechas se lean también sin la gráfica, en una tabla.',
      ),
      agreements: [
        {
          kind: 'resolution',
          text: 'Las hojas de ruta presentadas quedan como referencia; todo cambio se pedirá por escrito.',
        },
      ],
    },
    [item.calendar]: {
      text: es(
        'Se propuso sesionar en {m:2026-03-12}, {m:2026-05-14}, {m:2026-07-09}, {m:2026-08-13}, {m:2026-10-20} y {m:2026-11-12}.',
      ),
      agreements: [
        { kind: 'resolution', text: 'Se adopta el calendario de sesiones de {y:2026-03-12}.' },
        {
          kind: 'action',
          text: 'Publicar el calendario compartido de los grupos de trabajo.',
          seat: 'committee/director',
          dueOn: '2026-06-15',
        },
      ],
    },
  })
  stage.at('2026-03-17', '09:00')
  const minutes = await table.circulate('committee', meeting)
  await table.approve(minutes, [
    ['committee/chair', '2026-03-18', '10:00'],
    ['committee/commissioner', '2026-03-19', '17:20'],
    ['committee/representative', '2026-03-23', '12:00'],
  ])
}

async function startTheWaterGroup(table: Table): Promise<void> {
  const { stage } = table
  stage.at('2026-04-08', '10:00')
  const meeting = await table.convene('gtp-1', {
    kind: 'ordinary',
    day: '2026-04-16',
    time: '17:00',
    videoLink: 'https://practica.example/sala-1',
    items: [{ title: es(item.words), commitment: water }],
  })
  await table.hold('gtp-1', meeting, '2026-04-16', ['17:03', '18:30'], {
    secretary: 'remote',
    'civil-society': 'remote',
    'civil-society-2': 'remote',
    inai: 'remote',
  })
  stage.at('2026-04-17', '11:00')
  await table.write('gtp-1', meeting, {
    [item.words]: {
      text: es(
        'Se leyeron en voz alta tres reportes de calidad del agua. Nadie que no sea especialista los entendió a la ' +
          'primera.\n\n- «Cloro residual libre» se explicará con una frase.\n- Las horas de servicio ' +
          'se darán por colonia, no por sector hidrométrico.',
      ),
      agreements: [
        {
          kind: 'action',
          text: 'Reescribir los tres reportes con palabras claras.',
          seat: 'gtp-1/secretary',
          dueOn: '2026-09-30',
        },
        {
          kind: 'action',
          text: 'Preparar el diccionario de datos en formato abierto.',
          seat: 'gtp-1/inai',
          dueOn: '2027-03-31',
        },
      ],
    },
  })
  stage.at('2026-04-20', '09:00')
  await closeInstalled(table)
  const minutes = await table.circulate('gtp-1', meeting)
  await table.approve(minutes, [
    ['gtp-1/secretary', '2026-04-21', '09:10'],
    ['gtp-1/civil-society', '2026-04-22', '10:45'],
    ['gtp-1/inai', '2026-04-24', '13:00'],
  ])
}

async function closeInstalled(table: Table): Promise<void> {
  const agreement = await agreementCalled(table, 'Instalar los cuatro grupos')
  await table.by('committee/secretary', closeAgreement, {
    agreement,
    note: es('Los cuatro grupos quedaron instalados; el último, el {d:2026-04-17}.'),
  })
}

async function agreementCalled(table: Table, words: string): Promise<string> {
  const { db, forumId } = table.stage
  const open = await db.agreement.findMany({
    where: { forumId, closedAt: null },
    orderBy: { number: 'asc' },
  })
  const found = open.find((one) => (one.text as { text: string }).text.startsWith(words))
  if (!found) throw new Error(`no open agreement begins with «${words}»`)
  return found.id
}

async function pauseAndResume(table: Table): Promise<void> {
  const { stage } = table
  stage.at('2026-04-27', '19:30')
  const { suspension } = await table.by('committee/co-representative', suspendParticipation, {
    scope: water,
    reason: es(
      'La segunda sesión del grupo cambió dos veces de fecha sin aviso. Pausamos nuestro trabajo en este compromiso ' +
        'hasta tener un calendario que se respete.',
    ),
  })
  stage.at('2026-05-07', '10:00')
  const missed = await table.convene('committee', {
    kind: 'ordinary',
    day: '2026-05-14',
    time: '10:00',
    place: room,
    items: [{ title: es(item.pause), commitment: water }],
  })
  stage.at('2026-05-14', '10:25')
  await table.by('committee/secretary', openMeeting, { meeting: missed })
  await table.attend('committee', missed, {
    chair: 'excused',
    secretary: 'present',
    'head-of-unit': 'present',
    representative: 'absent',
    'co-representative': 'absent',
    commissioner: 'excused',
    director: 'present',
  })
  await table.by('committee/secretary', declareNotHeld, { meeting: missed })

  stage.at('2026-05-18', '09:00')
  const meeting = await table.convene('committee', {
    kind: 'extraordinary',
    day: '2026-05-21',
    time: '16:00',
    place: room,
  })
  await table.hold('committee', meeting, '2026-05-21', ['16:02', '17:15'], {
    ...everybody,
    chair: 'remote',
    director: 'excused',
  })
  stage.at('2026-05-21', '18:00')
  await table.by('committee/representative', resumeParticipation, {
    suspension: String(suspension),
    note: es('Hay un calendario acordado hasta {m:2026-12-15}. Volvemos al grupo.'),
  })
  stage.at('2026-05-22', '12:00')
  await table.write('committee', meeting, {
    [item.opening]: {
      text: es(
        'Sin avance en la invitación a las universidades. La secretaría técnica pide más tiempo.',
      ),
    },
    [item.calendar]: { text: es('El calendario compartido está listo para publicarse.') },
    [item.pause]: {
      text: es(
        'Sociedad civil explicó su pausa. La secretaría del grupo reconoció los cambios de fecha y presentó un ' +
          'calendario hasta {m:2026-12-15}. Sociedad civil anunció que reanuda su participación.',
      ),
      agreements: [
        {
          kind: 'resolution',
          text: 'Las fechas del grupo 1 solo cambian con cinco días de aviso a los tres sectores.',
        },
      ],
    },
  })
  stage.at('2026-05-25', '09:00')
  const minutes = await table.circulate('committee', meeting)
  await table.approve(minutes, [
    ['committee/representative', '2026-05-26', '11:30'],
    ['committee/chair', '2026-05-27', '10:00'],
    ['committee/commissioner', '2026-05-29', '12:20'],
  ])
}

/** The work stays with the seat: what Hugo owed, Gabriela owes. */
async function changeHandsInTheUnit(table: Table): Promise<void> {
  const { stage } = table
  stage.at('2026-06-12', '10:00')
  await table.by('committee/director', closeAgreement, {
    agreement: await agreementCalled(table, 'Publicar el calendario'),
    evidence: 'https://practica.example/calendario',
    note: es('Publicado, con una versión para lectores de pantalla.'),
  })
  stage.at('2026-06-15', '09:00')
  const mandate = await stage.db.mandate.findFirstOrThrow({
    where: { seatId: seatId('committee/head-of-unit'), personId: personId('hugo.barrera') },
  })
  await table.by('committee/chair', endMandate, { mandate: mandate.id, untilOn: '2026-07-01' })
  const { name, email } = cast.find((one) => one.key === 'gabriela.montano') ?? { name: '', email: '' }
  const gabriela = {
    person: personId('gabriela.montano'),
    name,
    email,
    fromOn: '2026-07-01',
    invented: true,
  }
  await table.by('committee/chair', appoint, {
    seat: seatId('committee/head-of-unit'),
    capacity: 'titular',
    ...gabriela,
  })
  await table.by('committee/chair', appoint, {
    seat: seatId('committee/chair'),
    capacity: 'alternate',
    ...gabriela,
  })
  table.seats('committee/head-of-unit', 'gabriela.montano')
}

async function cancelInJuly(table: Table): Promise<void> {
  const { stage } = table
  stage.at('2026-07-01', '10:00')
  const meeting = await table.convene('committee', {
    kind: 'ordinary',
    day: '2026-07-09',
    time: '10:00',
    place: room,
    items: [{ title: es(item.works), commitment: works }],
  })
  stage.at('2026-07-07', '13:00')
  await table.by('committee/secretary', cancelMeeting, {
    meeting,
    reason: es(
      'Ese día se corta la luz en el edificio y no hay otra sala con intérprete. El punto pasa a la ' +
        'siguiente sesión.',
    ),
  })
}

async function disagreeOnPublicWorks(table: Table): Promise<void> {
  const { stage } = table
  stage.at('2026-08-05', '10:00')
  const meeting = await table.convene('committee', {
    kind: 'ordinary',
    day: '2026-08-13',
    time: '10:00',
    place: room,
  })
  await table.hold('committee', meeting, '2026-08-13', ['10:01', '12:40'], {
    ...everybody,
    chair: 'represented',
  })
  stage.at('2026-08-14', '12:00')
  await table.write('committee', meeting, {
    [item.opening]: {
      text: es(
        'La acción está vencida desde el {d:2026-03-31}. El IRM, como observador, tomó nota de que el ' +
          'asiento sigue vacante.',
      ),
    },
    [item.works]: {
      text: es(
        'La SFP expuso que solo tres de los diez municipios contestaron, y anunció que propondrá por ' +
          'escrito declarar inactivo el compromiso.\n\nSociedad civil respondió que con tres municipios ' +
          'se puede empezar.',
      ),
      agreements: [
        {
          kind: 'action',
          text: 'Preguntar otra vez a los siete municipios que no han contestado.',
          seat: 'committee/head-of-unit',
          dueOn: '2026-10-15',
        },
      ],
    },
  })
  stage.at('2026-08-17', '09:00')
  const minutes = await table.circulate('committee', meeting)
  await proposeToRestPublicWorks(table, await table.item(meeting, item.works))
  await table.approve(minutes, [
    ['committee/representative', '2026-08-28', '10:00'],
    ['committee/commissioner', '2026-08-28', '12:00'],
    ['committee/chair', '2026-08-31', '09:00'],
  ])
  await closeOnTheObjection(table)
}

const restWorks = {
  to: 'inactive',
  reasonClass: 'feasibility',
  title: es('Declarar inactivo el compromiso 3, obra pública decidida con las ' + 'personas vecinas'),
  tried: es(
    'Dos oficios a los diez municipios, en {m:2026-03-15} y en {m:2026-06-15}, y tres llamadas a cada uno.',
  ),
  evidence: [{ title: 'Acuses de los oficios', address: 'https://practica.example/oficios' }],
  conditions: es('Que al menos seis municipios confirmen por escrito.'),
  reviewOn: '2027-02-15',
} as const

async function proposeToRestPublicWorks(table: Table, agendaItem: string): Promise<void> {
  const { stage } = table
  stage.at('2026-08-17', '11:00')
  const { proposal } = await table.by('committee/head-of-unit', proposeStatus, {
    commitment: works,
    mode: 'written',
    agendaItem,
    ...restWorks,
    evidence: [...restWorks.evidence],
    deadlineOn: '2026-09-15',
    text: es('El compromiso no puede cumplirse con tres municipios de diez.'),
  })
  const id = String(proposal)
  stage.at('2026-08-19', '10:00')
  await say(
    table,
    'committee/representative',
    id,
    'agree-with-reservation',
    'Solo si los tres municipios que sí contestaron pueden seguir con su parte.',
  )
  stage.at('2026-08-21', '10:00')
  const { digest } = await stage.db.proposal.findUniqueOrThrow({ where: { id } })
  await table.by('committee/head-of-unit', reviseStatusProposal, {
    proposal: id,
    digest,
    ...restWorks,
    evidence: [...restWorks.evidence],
    deadlineOn: '2026-09-15',
    text: es(
      'El compromiso no puede cumplirse con tres municipios de diez. Los tres que contestaron pueden seguir por su ' +
        'cuenta, fuera del plan.',
    ),
  })
  stage.at('2026-08-24', '09:00')
  await say(table, 'committee/chair', id, 'agree')
  stage.at('2026-08-25', '16:00')
  await say(
    table,
    'committee/commissioner',
    id,
    'stand-aside',
    'El INAI no participa en este compromiso.',
  )
}

async function closeOnTheObjection(table: Table): Promise<void> {
  const { stage } = table
  const { id, digest } = await stage.db.proposal.findFirstOrThrow({
    where: { commitmentId: works, closedAt: null },
  })
  stage.at('2026-09-01', '18:00')
  await say(
    table,
    'committee/co-representative',
    id,
    'object',
    'Con el nuevo texto, los tres municipios quedan fuera del plan y nadie tendría que rendir ' +
      'cuentas de lo que hagan. Preferimos un compromiso más pequeño y vivo que uno inactivo: empecemos ' +
      'con tres y sumemos a los demás.',
  )
  stage.at('2026-09-02', '09:00')
  await table.by('committee/secretary', closeWithoutConsensus, { proposal: id, digest })
}

async function askToStopSchoolPurchases(table: Table): Promise<void> {
  const { stage } = table
  stage.at('2026-09-10', '10:00')
  const meeting = await table.convene('gtp-2', {
    kind: 'ordinary',
    day: '2026-09-18',
    time: '11:00',
    place: room,
    videoLink: 'https://practica.example/sala-2',
    items: [{ title: es(item.stop), commitment: purchases }],
  })
  stage.at('2026-09-14', '15:00')
  const questions = 'Questions that families have sent so far'
  await table.addItem('gtp-2/civil-society-2', meeting, en(questions), purchases)
  await table.hold('gtp-2', meeting, '2026-09-18', ['11:00', '12:25'], {
    secretary: 'present',
    'civil-society': 'present',
    'civil-society-2': 'remote',
    sfp: 'present',
  })
  stage.at('2026-09-18', '16:00')
  await table.write('gtp-2', meeting, {
    [item.stop]: {
      text: es(
        'El nuevo registro de proveedores se aplazó el {d:2026-06-30}, sin fecha. Sin él no hay datos que publicar.\n\n' +
          'El grupo revisó dos caminos: publicar solo lo que cada escuela quiera dar, o esperar. Lo ' +
          'primero daría un mapa con más huecos que datos.',
      ),
      agreements: [
        {
          kind: 'resolution',
          text:
            'El grupo pide al Comité que declare inactivo el compromiso mientras no haya registro de ' +
            'proveedores.',
        },
      ],
    },
    [questions]: {
      text: en(
        'Forty-one families wrote in between {M:2026-04-15} and {M:2026-08-15}. Most ask the same three things: who sold it, at what ' +
          'price, and who chose the seller. The questions are kept, so that they can be answered ' +
          'first once there are data.',
      ),
      agreements: [
        {
          kind: 'action',
          text: 'Guardar las preguntas de las familias para responderlas primero.',
          seat: 'gtp-2/civil-society-2',
          dueOn: '2027-04-30',
        },
      ],
    },
  })
  stage.at('2026-09-21', '09:00')
  const minutes = await table.circulate('gtp-2', meeting)
  stage.at('2026-09-21', '20:10')
  await table.by('gtp-2/civil-society-2', observe, {
    minutes,
    item: await table.item(meeting, questions),
    text: en('Please keep the number of families as it is: forty-one, not forty-one questions.'),
  })
  await table.approve(minutes, [
    ['gtp-2/civil-society', '2026-09-22', '10:00'],
    ['gtp-2/secretary', '2026-09-22', '13:30'],
    ['gtp-2/sfp', '2026-09-23', '09:15'],
  ])
}

async function testClearAnswers(table: Table): Promise<void> {
  const { stage } = table
  stage.at('2026-10-01', '10:00')
  const meeting = await table.convene('gtp-4', {
    kind: 'ordinary',
    day: '2026-10-08',
    time: '12:00',
    place: room,
    items: [{ title: es(item.pilot), commitment: answers }],
  })
  await table.hold('gtp-4', meeting, '2026-10-08', ['12:00', '13:10'], {
    secretary: 'present',
    'civil-society': 'remote',
    inai: 'present',
  })
  stage.at('2026-10-09', '11:00')
  await table.write('gtp-4', meeting, {
    [item.pilot]: {
      text: es(
        'Doce personas leyeron respuestas reales reescritas con la guía. Nueve entendieron qué se ' +
          'les entregaba y cómo impugnar.',
      ),
      agreements: [
        {
          kind: 'action',
          text: 'Corregir la guía con lo que dijeron las doce personas.',
          seat: 'gtp-4/inai',
          dueOn: '2027-02-26',
        },
      ],
    },
  })
  stage.at('2026-10-12', '09:00')
  const minutes = await table.circulate('gtp-4', meeting)
  await table.approve(minutes, [
    ['gtp-4/inai', '2026-10-12', '12:00'],
    ['gtp-4/civil-society', '2026-10-13', '10:00'],
    ['gtp-4/secretary', '2026-10-13', '17:45'],
  ])
}

/** Decided on the day of the session, in force on the day of the last approval: the record shows both. */
async function putSchoolPurchasesToRest(table: Table): Promise<void> {
  const { stage } = table
  stage.at('2026-10-15', '10:00')
  const meeting = await table.convene('committee', {
    kind: 'extraordinary',
    day: '2026-10-20',
    time: '10:00',
    place: room,
    items: [{ title: es(item.purchases), commitment: purchases }],
  })
  const proposal = await proposeToRest(table, meeting)
  await table.hold('committee', meeting, '2026-10-20', ['10:03', '11:50'], {
    ...everybody,
    'co-representative': 'absent',
  })
  await writeItsMinutes(table, meeting, proposal)
  stage.at('2026-10-23', '09:00')
  const minutes = await table.circulate('committee', meeting)
  await table.approve(minutes, [
    ['committee/representative', '2026-10-27', '10:30'],
    ['committee/commissioner', '2026-10-30', '14:00'],
    ['committee/chair', '2026-11-03', '09:20'],
  ])
}

async function proposeToRest(table: Table, meeting: string): Promise<string> {
  const { stage } = table
  const agendaItem = await table.item(meeting, item.purchases)
  stage.at('2026-10-16', '10:00')
  const { proposal } = await table.by('committee/head-of-unit', proposeStatus, {
    commitment: purchases,
    mode: 'session',
    agendaItem,
    to: 'inactive',
    reasonClass: 'outside-event',
    title: es('Declarar inactivo el compromiso 2, compras escolares a la vista de las familias'),
    text: es(
      'El compromiso depende del nuevo registro de proveedores, que se aplazó sin fecha el {d:2026-06-30} de {y:2026-06-30}.',
    ),
    tried: es(
      'El grupo pidió el padrón anterior, propuso empezar con las escuelas que quisieran y consultó dos veces a la ' +
        'autoridad del registro.',
    ),
    evidence: [{ title: 'Minuta GTP-2-{y:2026-09-18}-01 del grupo de trabajo' }],
    conditions: es('Que entre en vigor el nuevo registro de proveedores.'),
    reviewOn: '2027-04-20',
  })
  return String(proposal)
}

async function writeItsMinutes(table: Table, meeting: string, proposal: string): Promise<void> {
  const { stage } = table
  stage.at('2026-10-21', '12:00')
  await table.write(
    'committee',
    meeting,
    {
      [item.opening]: {
        text: es(
          'La acción sigue abierta. Se tratará en la sesión de {m:2026-11-12}, con un perfil de la asesoría.',
        ),
      },
      [item.works]: { text: es('De los siete municipios que faltaban, dos contestaron.') },
      [item.purchases]: {
        text: es(
          'La secretaría del grupo 2 explicó por qué pide detener el compromiso. Nadie defendió que ' +
            'el trabajo hecho se pierda: las preguntas de las familias y el formato de datos quedan ' +
            'guardados.\n\n' +
            'El INAI pidió que se revise a los seis meses.',
        ),
        agreements: [
          {
            kind: 'resolution',
            text: 'Se declara inactivo el compromiso 2, en los términos de la propuesta.',
            proposal,
          },
          {
            kind: 'action',
            text: 'Preguntar cada trimestre a la autoridad del registro de proveedores si ya entra en vigor.',
            seat: 'committee/head-of-unit',
            dueOn: '2027-01-29',
          },
        ],
      },
    },
    [
      {
        proposal,
        sector: 'civil-society',
        stance: 'agree',
        reason: es('Sin el registro de proveedores no hay ' + 'datos que publicar.'),
      },
      {
        proposal,
        sector: 'oversight',
        stance: 'agree-with-reservation',
        reason: es('Que se revise a los seis meses y no se dé por cerrado.'),
      },
      {
        proposal,
        sector: 'executive',
        stance: 'agree',
        reason: es('Conforme a lo deliberado en el grupo de ' + 'trabajo.'),
      },
    ],
  )
}
