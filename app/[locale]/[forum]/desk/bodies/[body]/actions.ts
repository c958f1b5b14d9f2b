'use server'

import { submit } from '@/app/_request/submit'
import {
  dropTemplate,
  endSeries,
  setSeries,
  setSeriesException,
  setTemplate,
} from '@/lib/series/commands.ts'

export const setTemplateAction = submit(
  setTemplate,
  ({ result }) => `/desk/bodies/${result.body}/templates`,
)
export const dropTemplateAction = submit(
  dropTemplate,
  ({ result }) => `/desk/bodies/${result.body}/templates`,
)
export const setSeriesAction = submit(setSeries, ({ result }) => `/desk/bodies/${result.body}/series`)
export const setSeriesExceptionAction = submit(
  setSeriesException,
  ({ result }) => `/desk/bodies/${result.body}/series`,
)
export const endSeriesAction = submit(endSeries, ({ result }) => `/desk/bodies/${result.body}/series`)
