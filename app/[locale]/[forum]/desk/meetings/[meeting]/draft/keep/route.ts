import { isLocale } from '@/app/_request/locales'
import { cameFromHere } from '@/app/_request/origin'
import { draftSaves, keepDraft, tooLarge } from '@/app/_request/submit-draft'
import type { DraftSave } from '@/app/_request/submit-draft'
import { viewerOf } from '@/app/_request/who'
import { LARGEST_FORM } from '@/lib/act/lengths.ts'

type Context = { params: Promise<{ locale: string; forum: string }> }
type Sent = { save: DraftSave; fields: Record<string, string> }

/** Saves as one types. Working paper: not an act, so nothing of it is recorded. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  if (!(await cameFromHere())) return new Response(null, { status: 403 })
  const { locale, forum } = await params
  const viewer = await viewerOf(forum)
  if (!viewer.person) return new Response(null, { status: 401 })
  if (!isLocale(locale)) return new Response(null, { status: 400 })
  const body = await request.text()
  const sent = sentIn(body)
  if (!sent && body.length <= LARGEST_FORM) return new Response(null, { status: 400 })
  const kept = sent ? await keepDraft(sent.save, viewer, sent.fields, locale) : await tooLarge(locale)
  return Response.json(kept, { headers: { 'Cache-Control': 'no-store' } })
}

function sentIn(body: string): Sent | null {
  if (body.length > LARGEST_FORM) return null
  try {
    const { save, fields } = JSON.parse(body) as { save?: unknown; fields?: unknown }
    if (
      !draftSaves.some((draftSave) => draftSave === save) ||
      typeof fields !== 'object' ||
      fields === null
    )
      return null
    const strings = Object.entries(fields).every(
      ([name, value]) => /^\w+$/.test(name) && typeof value === 'string',
    )
    return strings ? { save: save as DraftSave, fields: fields as Record<string, string> } : null
  } catch {
    return null
  }
}
