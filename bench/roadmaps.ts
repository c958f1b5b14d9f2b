// Two versions of a large roadmap compared, and its chart against the same rows as a plain table.
import './read-components.ts'
import type { GanttWords } from '../components/roadmaps/gantt.tsx'
import type { RoadmapTableWords } from '../components/roadmaps/roadmap-table.tsx'
import type { RoadmapWords, Writes } from '../components/roadmaps/rows.ts'
import { compare } from '../lib/roadmaps/compare.ts'
import { exampleRoadmap } from '../components/roadmaps/example-roadmap.ts'
import { inTurn } from './figures.ts'
import type { Figure } from './figures.ts'

const ACTIVITIES = 200

/** The floor reads both versions and writes them again: the least that somebody does who looks at every word of them. */
export async function benchComparison(rounds: number): Promise<Figure[]> {
  const { baseline, now } = exampleRoadmap(ACTIVITIES)
  const texts = [baseline, now].map((roadmap) => JSON.stringify(roadmap))
  const read = () => texts.map((text) => JSON.stringify(JSON.parse(text)))
  await inTurn(20, () => compare(baseline, now), read)
  return [
    {
      name: `Two versions of ${ACTIVITIES} activities compared, without their page`,
      ...(await inTurn(rounds, () => compare(baseline, now), read)),
      unit: 'ms',
      better: 'lower',
      most: 20,
    },
  ]
}

const shared: RoadmapWords = {
  states: {
    'not-started': 'por iniciar',
    'in-progress': 'en proceso',
    complete: 'completa',
    verified: 'verificada',
  },
  baseline: 'Línea base',
  added: 'agregada',
  dropped: 'quitada',
  late: 'atrasada',
  weight: (weight) => `peso ${weight}`,
}
const ganttWords: GanttWords = {
  ...shared,
  caption: 'La hoja de ruta vigente',
  region: 'Gráfica',
  asTable: 'En una tabla',
  today: 'hoy',
  drift: 'lo que se movió',
  events: 'Hechos externos',
  outOfSight: 'fuera de la gráfica',
  key: 'Claves',
}
const tableWords: RoadmapTableWords = {
  ...shared,
  caption: 'Actividades',
  number: 'Número',
  activity: 'Actividad',
  responsible: 'Responsables',
  period: 'Fechas',
  state: 'Estado',
  product: 'Producto',
  verification: 'Medio de verificación',
}

/** React as it runs on a server in use; days are written as the pages write them. */
export async function benchChart(rounds: number): Promise<Figure[]> {
  Object.assign(process.env, { NODE_ENV: 'production' })
  const [{ createElement }, { renderToStaticMarkup }, { Gantt }, { RoadmapTable }, { datesOf }] =
    await Promise.all([
      import('react'),
      import('react-dom/server'),
      import('../components/roadmaps/gantt.tsx'),
      import('../components/roadmaps/roadmap-table.tsx'),
      import('../app/_request/dates.ts'),
    ])
  const { day, month } = datesOf('es', 'America/Mexico_City')
  const writes: Writes = {
    text: ({ es, en }) => ({ text: es ?? en ?? '' }),
    day,
    month,
    drift: (days) => `${Math.abs(days)} días`,
    responsible: (id) => id,
  }
  const example = { ...exampleRoadmap(ACTIVITIES), writes }
  const chart = () =>
    renderToStaticMarkup(
      createElement(Gantt, { ...example, id: 'gantt', tableId: 'table', words: ganttWords }),
    )
  const table = () =>
    renderToStaticMarkup(createElement(RoadmapTable, { ...example, id: 'table', words: tableWords }))
  await inTurn(20, chart, table)
  return [
    {
      name: `The chart of ${ACTIVITIES} activities drawn, beside their table`,
      ...(await inTurn(rounds, chart, table)),
      unit: 'ms',
      better: 'lower',
      target: 3,
    },
  ]
}
