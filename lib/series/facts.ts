import { z } from 'zod'
import { toDate } from '../act/calendar.ts'
import { Day, Id, kept, Localised, Prose, ShortProse, TimeOfDay } from '../act/fields.ts'
import { noJson } from '../db/client.ts'
import { factKind } from '../log/fact.ts'
import { ItemTitle, PlannedMinutes } from '../meetings/facts.ts'
import { meetingKinds } from '../meetings/rules.ts'
import { nths, rhythms, seriesChanges, weekdays } from './rules.ts'

const TemplateItems = z.array(
  z.strictObject({
    title: ItemTitle,
    note: Prose.nullable(),
    minutes: PlannedMinutes.nullable(),
    commitment: Id.nullable(),
  }),
)

/** Made, or changed: the whole of it each time. */
export const templateSet = factKind('meetings.template-set/1', {
  notices: [],
  words: { kind: 'meetingKinds' },
  tells: ({ was }) => ({ made: was === undefined ? 'new' : 'again' }),
  fields: z.strictObject({
    template: Id,
    body: Id,
    name: Localised,
    kind: z.enum(meetingKinds),
    place: ShortProse.nullable(),
    items: TemplateItems,
    /**
     * of one that was changed, the act by which it was as it was until then; left out by what was recorded
     * before
     */
    was: z.int().optional(),
    /** it had been changed since whoever sent this opened it */
    unseen: z.boolean().optional(),
  }),
  sealed: { name: 'open', place: 'open', items: 'open' },
  about: ({ body }) => ({ body }),
  consequence: ({ unseen }) =>
    unseen ? { says: 'consequences.templateUnseen', final: false, shown: true } : null,
  apply: (tx, { template, body, name, kind, place, items }, { forum, seat, recordedAt, index }) => {
    const row = {
      name,
      kind,
      place: place ?? noJson,
      items,
      setBy: seat,
      setAt: recordedAt,
      entryIndex: index,
    }
    return tx.meetingTemplate.upsert({
      where: { id: template },
      create: { id: template, bodyId: body, forumId: forum, ...row },
      update: row,
    })
  },
})

export const templateDropped = factKind('meetings.template-dropped/1', {
  notices: [],
  fields: z.strictObject({ template: Id, body: Id }),
  about: ({ body }) => ({ body }),
  apply: (tx, { template }, { recordedAt }) =>
    tx.meetingTemplate.update({ where: { id: template }, data: { droppedAt: recordedAt } }),
})

/** The rhythm in which a body means to meet. Set again, it takes the place of what it was. */
export const seriesSet = factKind('meetings.series-set/1', {
  notices: [{ kind: 'known', to: 'body' }],
  words: { kind: 'meetingKinds', nth: 'nths', weekday: 'weekdays' },
  fields: z.strictObject({
    series: Id,
    body: Id,
    kind: z.enum(meetingKinds),
    rhythm: z.enum(rhythms),
    every: z.int().min(1).nullable(),
    nth: z.enum(nths).nullable(),
    weekday: z.enum(weekdays),
    fromOn: Day,
    lastOn: Day.nullable(),
    time: TimeOfDay,
    place: ShortProse.nullable(),
    template: Id.nullable(),
  }),
  sealed: { place: 'open' },
  about: ({ body }) => ({ body }),
  apply: (
    tx,
    { series, body, fromOn, lastOn, place, template, ...fields },
    { forum, seat, recordedAt, index },
  ) => {
    const row = {
      ...fields,
      fromOn: toDate(fromOn),
      lastOn: lastOn ? toDate(lastOn) : null,
      place: place ?? noJson,
      templateId: template,
      setBy: seat,
      setAt: recordedAt,
      entryIndex: index,
    }
    return tx.meetingSeries.upsert({
      where: { id: series },
      create: { id: series, bodyId: body, forumId: forum, ...row },
      update: row,
    })
  },
})

/** A day of a series falls out or moves, or stands as planned after all. */
export const seriesExceptionSet = factKind('meetings.series-exception-set/1', {
  notices: [{ kind: 'changed', to: 'body' }],
  fields: z.strictObject({
    series: Id,
    body: Id,
    day: Day,
    change: z.enum(seriesChanges),
    movedTo: Day.nullable(),
    reason: Prose.nullable(),
  }),
  sealed: { reason: 'open' },
  about: ({ body }) => ({ body }),
  apply: (
    tx,
    { series, body: _body, day, change, movedTo, reason },
    { forum, seat, recordedAt, index },
  ) => {
    const row = {
      change,
      movedTo: movedTo ? toDate(movedTo) : null,
      reason: reason ?? noJson,
      setBy: seat,
      setAt: recordedAt,
      entryIndex: index,
    }
    const key = { seriesId: series, day: toDate(day) }
    return tx.seriesException.upsert({
      where: { seriesId_day: key },
      create: { ...key, forumId: forum, ...row },
      update: row,
    })
  },
})

export const seriesEnded = factKind('meetings.series-ended/1', {
  notices: [{ kind: 'changed', to: 'body' }],
  fields: z.strictObject({ series: Id, body: Id }),
  about: ({ body }) => ({ body }),
  apply: (tx, { series }, { recordedAt }) =>
    tx.meetingSeries.update({ where: { id: series }, data: { endedAt: recordedAt } }),
})

export const columns = {
  meetingTemplate: {
    name: Localised,
    kind: z.enum(meetingKinds),
    place: kept(ShortProse).nullable(),
    items: TemplateItems,
  },
  meetingSeries: {
    kind: z.enum(meetingKinds),
    rhythm: z.enum(rhythms),
    nth: z.enum(nths).nullable(),
    weekday: z.enum(weekdays),
    place: kept(ShortProse).nullable(),
  },
  seriesException: { change: z.enum(seriesChanges), reason: kept(Prose).nullable() },
}

export const facts = [templateSet, templateDropped, seriesSet, seriesExceptionSet, seriesEnded]
