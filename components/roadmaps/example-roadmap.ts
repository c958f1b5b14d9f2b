import { addDays } from '../../lib/act/calendar.ts'
import type { Activity, KeyAction, ProgressState, Reported, Roadmap } from '../../lib/roadmaps/rules.ts'

/** A roadmap of any size, for tests and measurements: the same one each time. Node reads it as it stands, so it names files in full. */
export type Example = {
  baseline: Roadmap
  now: Roadmap
  reported: Reported
  events: { key: string; day: string; label: string }[]
  today: string
}

const start = '2026-01-12'
const perKeyAction = 20
const products = [
  'Diagnóstico de los portales',
  'Padrón de dependencias',
  'Lineamientos para publicar',
  'Taller con organizaciones',
  'Informe de avance',
  'Prueba con usuarias y usuarios',
]
const states: ProgressState[] = ['verified', 'complete', 'in-progress', 'not-started']

function activity(keyAction: number, place: number, startsOn: string): Activity {
  const product = products[(keyAction + place) % products.length] ?? ''
  return {
    id: `activity-${keyAction}-${place}`,
    number: `${keyAction}.${place}`,
    title: { es: `${product} de la etapa ${place}`, en: `Stage ${place}: ${product.toLowerCase()}` },
    product: { es: `${product}, publicado en el sitio de la Alianza` },
    responsible: ['organisation-1', `organisation-${1 + (place % 3)}`],
    startsOn,
    endsOn: addDays(startsOn, 20 + ((keyAction * 7 + place * 13) % 70)),
    verification: { es: 'Liga al documento publicado' },
    after: [],
    dependsOn: [],
  }
}

function baselineOf(count: number): KeyAction[] {
  const groups = Math.max(1, Math.ceil(count / perKeyAction), Math.min(count, 3))
  return Array.from({ length: count === 0 ? 0 : groups }, (_, group) => {
    const size = Math.floor(count / groups) + (group < count % groups ? 1 : 0)
    const activities = Array.from({ length: size }, (__, place) =>
      activity(
        group + 1,
        place + 1,
        addDays(start, group * Math.floor(420 / groups) + place * Math.floor(300 / Math.max(size, 1))),
      ),
    )
    return {
      id: `key-action-${group + 1}`,
      number: group + 1,
      title: {
        es: `Acción clave ${group + 1}: ${products[group % products.length]}`,
        en: `Key action ${group + 1}`,
      },
      weight: 1 + (group % 3),
      responsible: ['organisation-1'],
      activities,
      startsOn: start,
      endsOn: activities.reduce((last, one) => (one.endsOn > last ? one.endsOn : last), start),
    }
  }).map((one) => ({ ...one, startsOn: one.activities[0]?.startsOn ?? start }))
}

/** Of every ten: one dropped, two moved to later, one to earlier, one added. */
function changed(keyAction: KeyAction): KeyAction {
  const activities = keyAction.activities.flatMap((each, place): Activity[] => {
    if (place % 10 === 3) return []
    if (place % 10 === 1 || place % 10 === 6)
      return [
        { ...each, startsOn: addDays(each.startsOn, 15), endsOn: addDays(each.endsOn, 45 + place * 3) },
      ]
    if (place % 10 === 4) return [{ ...each, endsOn: addDays(each.endsOn, -12), product: null }]
    return place % 10 === 8
      ? [
          each,
          {
            ...each,
            id: `${each.id}-added`,
            number: `${keyAction.number}.${keyAction.activities.length + place}`,
          },
        ]
      : [each]
  })
  return {
    ...keyAction,
    weight: keyAction.number === 2 ? 1 : keyAction.weight,
    activities,
    endsOn: activities.reduce(
      (last, each) => (each.endsOn > last ? each.endsOn : last),
      keyAction.endsOn,
    ),
  }
}

export function exampleRoadmap(activities: number): Example {
  const whole = {
    aim: { es: 'Meta del compromiso' },
    finalAim: null,
    participation: { possible: false, why: { es: 'No se halló cómo' } },
    accountability: null,
  } as const
  const baseline = { ...whole, keyActions: baselineOf(activities) }
  const all = baseline.keyActions.flatMap((action) => action.activities)
  const days = [40, 43, 47, 160, 300, 301, 302, 480]
  return {
    baseline,
    now: { ...whole, keyActions: baseline.keyActions.map(changed) },
    today: addDays(start, 230),
    reported: new Map(
      all.flatMap((one, at) =>
        one.startsOn < addDays(start, 200) && at % 5 !== 4
          ? [[one.id, states[at % 4] ?? 'complete'] as const]
          : [],
      ),
    ),
    events: days.map((after, at) => ({
      key: `event-${at}`,
      day: addDays(start, after),
      label: `Hecho externo ${at + 1}: cambia la persona titular de la dependencia que coordina el compromiso`,
    })),
  }
}
