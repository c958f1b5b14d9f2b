import { toDate } from '../../lib/act/calendar.ts'
import { proposeStatus } from '../../lib/commitments/commands.ts'
import { observe, proposeErratum } from '../../lib/minutes/commands.ts'
import { suspendParticipation } from '../../lib/proposals/commands.ts'
import { leaveEventToReassess } from './practice-events.ts'
import { leaveRoadmapRequest } from './practice-roadmaps.ts'
import { answers, everybody, item, purchases, room, say, water, works } from './practice-words.ts'
import { en, es } from './table.ts'
import type { Table } from './table.ts'

// Something waits for each of the table's people on whatever day the demonstration is opened: what is overdue stays so, and what is still
// to come lies months ahead.

export async function leaveWorkForVisitors(table: Table): Promise<void> {
  await pauseClearAnswers(table)
  await leaveMinutesToApprove(table)
  await leaveErratumToApprove(table)
  await leaveGroupMinutesToApprove(table)
  await leaveDraft(table)
  await leaveMeetings(table)
  await leaveRoadmapRequest(table)
  await leaveEventToReassess(table)
}

async function pauseClearAnswers(table: Table): Promise<void> {
  table.stage.at('2026-11-05', '18:20')
  await table.by('committee/representative', suspendParticipation, {
    scope: answers,
    reason: es(
      'La lista de las doce personas del piloto circuló por correo sin su permiso. Pausamos nuestro trabajo en este ' +
        'compromiso hasta acordar cómo se cuidan sus datos.',
    ),
  })
}

/** A second version, with what observations changed; SFP has approved it, and the others are asked. */
async function leaveMinutesToApprove(table: Table): Promise<void> {
  const { stage } = table
  stage.at('2026-11-11', '18:00')
  const meeting = await table.convene('committee', {
    kind: 'extraordinary',
    day: '2026-11-12',
    time: '10:00',
    place: room,
    items: [{ title: es(item.balance) }],
  })
  await table.addItem('committee/commissioner', meeting, es(item.adviser))
  await table.hold('committee', meeting, '2026-11-12', ['10:00', '12:05'], {
    ...everybody,
    representative: 'represented',
  })
  await leaveProposalOpen(table, await table.item(meeting, item.balance))
  stage.at('2026-11-13', '09:00')
  await table.write('committee', meeting, {
    [item.opening]: { text: es('La acción sigue vencida; se retoma en el punto 5.') },
    [item.works]: { text: es('Cinco municipios ya contestaron que sí. Faltan cinco.') },
    [item.purchases]: { text: es('La autoridad del registro de proveedores no ha dado fecha.') },
    [item.balance]: {
      text: es(
        'Un compromiso inactivo, uno en pausa, uno sin acuerdo y uno que sociedad civil propondrá por escrito dar por ' +
          'concluido. Los tres sectores coinciden en que se convocó poco.',
      ),
      agreements: [
        {
          kind: 'resolution',
          text: 'Desde {y:2027-02-10} el Comité sesiona cada dos meses, también cuando no haya decisiones que tomar.',
        },
      ],
    },
    [item.adviser]: {
      text: es(
        'El INAI propuso un perfil: investigación en transparencia, sin cargo público en los últimos dos años.',
      ),
      agreements: [
        {
          kind: 'action',
          text: 'Publicar el perfil y abrir la convocatoria.',
          seat: 'committee/director',
          dueOn: '2027-01-29',
        },
      ],
    },
  })
  stage.at('2026-11-13', '13:00')
  const minutes = await table.circulate('committee', meeting)
  stage.at('2026-11-16', '11:00')
  await table.by('committee/representative', observe, {
    minutes,
    item: await table.item(meeting, item.adviser),
    text: es(
      'Se acordó también que el perfil acepte a personas de todo el país, no solo de la capital.',
    ),
  })
  await table.by('committee/commissioner', observe, {
    minutes,
    text: es('Falta decir quién recibe las candidaturas: dijimos ' + 'que la secretaría técnica.'),
  })
  stage.at('2026-11-17', '10:00')
  await table.write('committee', meeting, {
    [item.adviser]: {
      text: es(
        'El INAI propuso un perfil: investigación en transparencia, sin cargo público en los últimos dos años, de ' +
          'cualquier parte del país. La secretaría técnica recibe las candidaturas.',
      ),
    },
  })
  stage.at('2026-11-17', '12:00')
  await table.circulate('committee', meeting)
  await table.approve(minutes, [['committee/chair', '2026-11-18', '09:00']])
}

/** Two sectors have spoken, INAI has not. */
async function leaveProposalOpen(table: Table, agendaItem: string): Promise<void> {
  const { stage } = table
  stage.at('2026-11-12', '13:00')
  const { proposal } = await table.by('committee/co-representative', proposeStatus, {
    commitment: water,
    mode: 'written',
    agendaItem,
    to: 'concluded',
    reasonClass: 'fulfilled',
    deadlineOn: '2027-12-15',
    title: es('Dar por concluido el compromiso 1, datos del agua'),
    text: es(
      'Los reportes por colonia se publican cada mes desde {m:2026-08-15}, con palabras claras y en formato abierto. ' +
        'Proponemos dar por concluido el compromiso.',
    ),
    tried: es(
      'Se probaron tres formatos con personas de seis colonias; el que quedó lo entendieron todas.',
    ),
    evidence: [
      { title: 'Reportes de {m:2026-08-15} a {m:2026-10-15}', address: 'https://practica.example/agua' },
    ],
  })
  stage.at('2026-11-12', '17:00')
  await say(
    table,
    'committee/co-representative',
    String(proposal),
    'agree',
    'Lo prometido está publicado y se entiende.',
  )
  stage.at('2026-11-12', '18:30')
  await say(
    table,
    'committee/chair',
    String(proposal),
    'agree-with-reservation',
    'Falta el diccionario de datos; que se ' + 'entregue aunque el compromiso concluya.',
  )
}

async function leaveErratumToApprove(table: Table): Promise<void> {
  const { stage } = table
  const minutes = await stage.db.minutes.findFirstOrThrow({
    where: { forumId: stage.forumId, meeting: { heldOn: toDate(stage.days.day('2026-08-13')) } },
  })
  stage.at('2026-11-18', '11:00')
  await table.by('committee/director', proposeErratum, {
    minutes: minutes.id,
    item: await table.item(minutes.meetingId, item.works),
    wrong: es('solo tres de los diez municipios contestaron'),
    right: es('solo tres de los diez municipios contestaron que sí'),
    reason: es('Un cuarto municipio contestó que no: consta ' + 'en los acuses.'),
  })
}

async function leaveGroupMinutesToApprove(table: Table): Promise<void> {
  const { stage } = table
  stage.at('2026-11-18', '12:00')
  const waterMeeting = await table.convene('gtp-1', {
    kind: 'extraordinary',
    day: '2026-11-18',
    time: '17:00',
    videoLink: 'https://practica.example/sala-1',
    items: [{ title: es('Qué falta para concluir'), commitment: water }],
  })
  await table.hold('gtp-1', waterMeeting, '2026-11-18', ['17:00', '18:00'], {
    secretary: 'remote',
    'civil-society': 'remote',
    'civil-society-2': 'absent',
    inai: 'remote',
  })
  const purchasesMeeting = await leavePurchasesMeeting(table)
  stage.at('2026-11-19', '09:00')
  await table.write('gtp-1', waterMeeting, {
    [item.words]: {
      text: es(
        'Dos de los tres reportes ya están reescritos; el tercero está vencido. El diccionario de datos ' +
          'va a la mitad.',
      ),
    },
    'Qué falta para concluir': {
      text: es(
        'El grupo está de acuerdo en que el compromiso puede concluir cuando estén el ' +
          'tercer reporte y el diccionario.',
      ),
    },
  })
  await table.circulate('gtp-1', waterMeeting)
  await table.write('gtp-2', purchasesMeeting, {
    'Questions that families have sent so far': {
      text: en(
        'Three more families wrote in. They were told that the commitment ' + 'is inactive, and why.',
      ),
    },
    'Qué guardar mientras esté inactivo': {
      text: es('Se guardan las preguntas, el formato de datos y la lista de escuelas ' + 'interesadas.'),
    },
  })
  await table.circulate('gtp-2', purchasesMeeting)
}

async function leavePurchasesMeeting(table: Table): Promise<string> {
  table.stage.at('2026-11-18', '18:30')
  const meeting = await table.convene('gtp-2', {
    kind: 'extraordinary',
    day: '2026-11-18',
    time: '19:00',
    videoLink: 'https://practica.example/sala-2',
    items: [{ title: es('Qué guardar mientras esté inactivo'), commitment: purchases }],
  })
  await table.hold('gtp-2', meeting, '2026-11-18', ['19:00', '19:40'], {
    secretary: 'remote',
    'civil-society': 'remote',
    'civil-society-2': 'remote',
    sfp: 'remote',
  })
  return meeting
}

/** The session is over; the secretary has begun to write, and one item has no text yet. */
async function leaveDraft(table: Table): Promise<void> {
  const { stage } = table
  stage.at('2026-11-19', '10:00')
  const meeting = await table.convene('committee', {
    kind: 'extraordinary',
    day: '2026-11-19',
    time: '12:00',
    place: room,
    items: [{ title: es(item.answers), commitment: answers }],
  })
  await table.hold('committee', meeting, '2026-11-19', ['12:00', '13:10'], {
    ...everybody,
    commissioner: 'represented',
    director: 'absent',
  })
  await table.write('committee', meeting, {
    [item.answers]: {
      text: es(
        'Sociedad civil repitió por qué pausó su trabajo. Los tres sectores coinciden en que la lista no debió ' +
          'circular y',
      ),
      agreements: [
        {
          kind: 'action',
          text: 'Proponer cómo se cuidan los datos de quienes prueban la guía.',
          seat: 'committee/chair',
          dueOn: '2027-01-15',
        },
      ],
    },
  })
}

async function leaveMeetings(table: Table): Promise<void> {
  const { stage } = table
  stage.at('2026-11-19', '16:00')
  await table.convene('gtp-3', {
    kind: 'extraordinary',
    day: '2026-11-20',
    time: '11:00',
    place: room,
    items: [{ title: es('Empezar con cinco municipios'), commitment: works }],
  })
  stage.at('2026-11-20', '09:00')
  const meeting = await table.convene('committee', {
    kind: 'ordinary',
    day: '2027-02-10',
    time: '10:00',
    place: room,
    items: [{ title: es(item.mid) }],
  })
  await table.addItem(
    'committee/co-representative',
    meeting,
    es('Cómo reactivar el compromiso 2'),
    purchases,
  )
  await table.addItem('committee/director', meeting, es('Candidaturas a la asesoría técnica'))
  await table.convene('gtp-2', {
    kind: 'ordinary',
    day: '2027-04-20',
    time: '11:00',
    place: room,
    items: [{ title: es('Revisión a los seis meses'), commitment: purchases }],
  })
}
