import { mayAct } from '@/app/_request/may'
import { FormArea, FormHidden, FormText } from '@/components/form/action-form'
import type { SuspensionSeen } from '@/lib/commitments/seen.ts'
import { handInDocumentLink } from '@/lib/documents/commands.ts'
import type { DocumentSeen } from '@/lib/documents/seen.ts'
import {
  acceptCondition,
  answerSuspension,
  dropCondition,
  nameReturnConditions,
  sayConditionMet,
} from '@/lib/pauses/commands.ts'
import type { ConditionSeen, PauseSeen } from '@/lib/pauses/seen.ts'
import { DocumentList } from '../../_documents/list'
import { Pause } from '../../_pauses/pause'
import type { DeskFrame } from '../frame'
import { Act, ActingSeat } from '../parts'
import {
  acceptConditionAction,
  answerAction,
  dropConditionAction,
  nameConditionsAction,
  sayMetAction,
} from './actions'

type Props = {
  frame: DeskFrame
  suspension: SuspensionSeen
  pause: PauseSeen
  documents: DocumentSeen[]
}

/** The statement, what is asked for to come back, and what the others say: beside the suspension, in its own acts. */
export async function Settling({ frame, suspension, pause, documents }: Props) {
  const { t, viewer, desk, dates, locale, forum, portal } = frame
  const [mayState, pieces] = await Promise.all([
    mayAct(viewer, handInDocumentLink, { of: 'suspension', thing: suspension.id }),
    suspension.resumedOn
      ? []
      : Promise.all(
          pause.conditions.map(async (one) => ({ id: one.id, acts: await OfCondition({ frame, one }) })),
        ),
  ])
  return (
    <>
      {documents.length > 0 && (
        <section className="mt-4 grid gap-2">
          <h3 className="m-0 text-base">{t('pauses.statement')}</h3>
          <DocumentList documents={documents} forum={forum} locale={locale} dates={dates} />
        </section>
      )}
      {mayState.seats.length > 0 && (
        <p className="mt-3">
          <a href={`${desk}/documents/suspension/${suspension.id}`}>{t('pauses.attach')}</a>
        </p>
      )}
      <Pause
        pause={pause}
        reading={{ locale, dates, portal }}
        acts={(one) => pieces.find((piece) => piece.id === one.id)?.acts}
      />
      {!suspension.resumedOn && (
        <div className="mt-4 grid gap-2">
          <NameConditions frame={frame} suspension={suspension.id} />
          <Answer frame={frame} suspension={suspension.id} />
        </div>
      )}
    </>
  )
}

/** So many rows to write in at once; more are named in another act. */
export const conditionRows = [0, 1, 2]

export function ConditionFields({ frame: { t, locale } }: { frame: DeskFrame }) {
  return (
    <fieldset className="stack">
      <legend className="font-semibold">{t('pauses.name.legend')}</legend>
      <p className="hint">{t('pauses.name.hint')}</p>
      {conditionRows.map((row) => (
        <div key={row}>
          <FormHidden name={`conditions.${row}.lang`} start={locale} />
          <FormArea
            name={`conditions.${row}.text`}
            label={t('pauses.condition', { number: row + 1 })}
            rows={2}
          />
        </div>
      ))}
    </fieldset>
  )
}

async function NameConditions({ frame, suspension }: { frame: DeskFrame; suspension: string }) {
  const { t, viewer } = frame
  const may = await mayAct(viewer, nameReturnConditions, { suspension })
  if (may.seats.length === 0) return null
  return (
    <Act
      fold={t('pauses.name.fold')}
      frame={frame}
      action={nameConditionsAction}
      hidden={{ suspension }}
      submit={t('pauses.name.submit')}
      kind="quiet"
    >
      <ActingSeat frame={frame} may={may} />
      <ConditionFields frame={frame} />
    </Act>
  )
}

async function Answer({ frame, suspension }: { frame: DeskFrame; suspension: string }) {
  const { t, viewer, locale } = frame
  const may = await mayAct(viewer, answerSuspension, { suspension })
  if (may.seats.length === 0) return null
  return (
    <Act
      fold={t('pauses.answer.fold')}
      frame={frame}
      action={answerAction}
      hidden={{ suspension, 'text.lang': locale }}
      submit={t('pauses.answer.submit')}
      kind="quiet"
      labels={{ 'text.text': t('pauses.answer.label') }}
    >
      <ActingSeat frame={frame} may={may} />
      <FormArea
        name="text.text"
        label={t('pauses.answer.label')}
        hint={t('pauses.answer.hint')}
        rows={4}
        signed
        required
      />
    </Act>
  )
}

/** Others say that it is met; the sector that asks for it accepts that, or asks for it no more. */
async function OfCondition({ frame, one }: { frame: DeskFrame; one: ConditionSeen }) {
  const { t, viewer, locale } = frame
  const about = { condition: one.id }
  const [mayMet, mayAccept, mayDrop] = await Promise.all([
    mayAct(viewer, sayConditionMet, about),
    mayAct(viewer, acceptCondition, about),
    mayAct(viewer, dropCondition, about),
  ])
  const { number } = one
  return (
    <div className="grid gap-1">
      {mayMet.seats.length > 0 && (
        <Act
          fold={t('pauses.say.fold', { number })}
          frame={frame}
          action={sayMetAction}
          hidden={{ condition: one.id, 'text.lang': locale }}
          submit={t('pauses.say.submit', { number })}
          kind="quiet"
          labels={{ 'text.text': t('pauses.say.label'), address: t('pauses.say.address') }}
        >
          <ActingSeat frame={frame} may={mayMet} />
          <FormArea name="text.text" label={t('pauses.say.label')} rows={3} required />
          <FormText
            name="address"
            type="url"
            label={t('pauses.say.address')}
            hint={t('pauses.say.addressHint')}
          />
        </Act>
      )}
      {(
        [
          ['accept', mayAccept, acceptConditionAction],
          ['drop', mayDrop, dropConditionAction],
        ] as const
      ).map(
        ([what, may, action]) =>
          may.seats.length > 0 && (
            <Act
              key={what}
              fold={t(`pauses.${what}.fold`, { number })}
              frame={frame}
              action={action}
              hidden={{ condition: one.id, 'note.lang': locale }}
              submit={t(`pauses.${what}.submit`, { number })}
              kind="quiet"
              labels={{ 'note.text': t('pauses.note') }}
            >
              <ActingSeat frame={frame} may={may} />
              <FormArea name="note.text" label={t('pauses.note')} rows={2} />
            </Act>
          ),
      )}
    </div>
  )
}
