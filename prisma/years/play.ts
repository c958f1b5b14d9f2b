import { addDays } from '../../lib/act/calendar.ts'
import type { Mesa } from '../../lib/mesa.ts'
import { adoptPlan, decideAnything, handOver, pause, rest, succeed } from './decisions.ts'
import { found } from './founding.ts'
import { keepPromises, meet } from './meetings.ts'
import { assess, handIn, hit, moveRoadmap, read, report, sealRoadmaps } from './work.ts'
import { monthOf, openYears, voicesOf } from './years.ts'
import type { Size, Years } from './years.ts'

/**
 * A forum over years, as its people would have made it: every row of it came in by an act, through the
 * one door, at its own day and hour. What happens follows from the month's number alone, so the same
 * size gives the same log. For tests and for measuring.
 */
export async function playYears(
  doors: Pick<Mesa, 'db' | 'act' | 'draft' | 'roadmapDraft'>,
  size: Size,
): Promise<Years> {
  const years = openYears(doors, size)
  years.stage.at(monthOf(years, 0), '05:00')
  await found(years)
  for (let month = 0; month < size.plans * size.months; month += 1) await playMonth(years, month)
  return years
}

async function playMonth(years: Years, month: number): Promise<void> {
  const { stage, size } = years
  const first = monthOf(years, month)
  const [left, inPlan] = [size.plans * size.months - month, month % size.months]
  const lately = left <= size.mandate
  stage.at(first, '07:00')
  if (inPlan === 0) {
    if (month > 0) await adoptPlan(years, first, month / size.months)
    await sealRoadmaps(years, first)
  }
  await changeHands(years, month, addDays(first, 1))
  const meetings = countAt(size, month + 1) - countAt(size, month)
  for (let at = 0; at < meetings; at += 1) await meet(years, addDays(first, 3 + 3 * at))
  stage.at(addDays(first, 15))
  for (let at = 0; at < size.decisions[lately ? 1 : 0]; at += 1)
    await decideAnything(years, addDays(first, 15))
  stage.at(addDays(first, 17))
  await report(years, month, lately)
  stage.at(addDays(first, 19))
  await handIn(years, lately ? size.commitments * 3 : 2)
  stage.at(addDays(first, 21))
  if (month % 3 === 1) await read(years, month)
  await keepPromises(years)
  await whatHappensOnce(years, month, addDays(first, 24))
}

/** Meetings spread evenly over all months: so many before this one. */
function countAt({ meetings, plans, months }: Size, month: number): number {
  return Math.floor((meetings * month) / (plans * months))
}

/** The seats with a voice change hands one month after another, the chair's exactly one mandate before the end. */
async function changeHands(years: Years, month: number, day: string): Promise<void> {
  const { size, stage } = years
  const left = size.plans * size.months - month
  const due = voicesOf('committee').filter((_, turn) => left % size.mandate === turn % size.mandate)
  if (month === 0 || due.length === 0) return
  stage.at(day, '09:00')
  for (const path of due) await handOver(years, path, day)
  stage.at(addDays(day, 1), '00:01')
}

async function whatHappensOnce(years: Years, month: number, day: string): Promise<void> {
  const { size, stage } = years
  const [all, inPlan] = [size.plans * size.months, month % size.months]
  const half = Math.floor(size.months / 2)
  stage.at(day)
  if (month === Math.floor(all * 0.4)) await succeed(years, day, 1)
  if (month === Math.floor(all * 0.7)) await succeed(years, day, 2)
  if (month % 6 === 1) await hit(years, day)
  if (inPlan !== half) return
  await moveRoadmap(years, day)
  await assess(years)
  await rest(years, day)
  await pause(years)
}
