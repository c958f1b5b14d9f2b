import { cursorIn } from '@/app/_request/cursor'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { FormArea, FormRadios, FormText } from '@/components/form/action-form'
import { EmptyState, Notice, Section } from '@/components/page/page'
import { handInLink, judgeEvidence, withdrawEvidence } from '@/lib/evidence/commands.ts'
import { evidenceOfActivity } from '@/lib/evidence/seen.ts'
import type { EvidenceSeen } from '@/lib/evidence/seen.ts'
import { judgements, LARGEST_FILE } from '@/lib/evidence/rules.ts'
import { EvidenceList, sizeOf } from '../../../../../_roadmap/evidence'
import { ListPages } from '../../../../../_roadmap/pages'
import { BringFile, broughtTo } from '../../../../bring'
import type { DeskFrame } from '../../../../frame'
import { Act, ActingSeat, Why } from '../../../../parts'
import {
  handInFileAction,
  handInLinkAction,
  judgeEvidenceAction,
  withdrawEvidenceAction,
} from '../../../actions'

type Props = {
  frame: DeskFrame
  commitment: string
  activity: string
  asked: Record<string, string | string[] | undefined>
}

/**
 * What shows that the activity was done: what others handed in and every sector's word on it, and how one
 * hands in more.
 */
export async function Evidence({ frame, commitment, activity, asked }: Props) {
  const { t, viewer, portal } = frame
  const here = `${frame.desk}/roadmaps/${commitment}/activities/${activity}`
  const before = cursorIn(asked.evidence)
  const [{ evidence, next }, may] = await Promise.all([
    evidenceOfActivity(viewer, { commitment, activity, before }),
    mayAct(viewer, handInLink, { commitment, activity }),
  ])
  const pieces = await Promise.all(
    evidence.map(async (piece) => ({ one: piece, acts: await Acts({ frame, one: piece }) })),
  )
  return (
    <Section id="evidence" title={t('evidence.title')}>
      <p className="mb-4 max-w-[62ch] text-soft">{t('evidence.lead')}</p>
      {evidence.length === 0 && (
        <EmptyState title={t('evidence.none')}>{t('evidence.noneText')}</EmptyState>
      )}
      <EvidenceList
        reading={{ ...frame, portal }}
        evidence={evidence}
        acts={(evidenceSeen) => pieces.find((each) => each.one.id === evidenceSeen.id)?.acts}
      />
      <ListPages t={frame.t} here={here} list="evidence" before={before} next={next} />
      <h3 className="mb-2 mt-8">{t('evidence.handIn')}</h3>
      {may.seats.length === 0 ? (
        <Why>{may.refusal}</Why>
      ) : (
        <div className="grid gap-8 lg:grid-cols-2">
          <section className="grid content-start gap-3">
            <h4 className="font-semibold">{t('evidence.aFile')}</h4>
            <FileSteps
              frame={frame}
              here={here}
              commitment={commitment}
              activity={activity}
              asked={asked}
              may={may}
            />
          </section>
          <section className="grid content-start gap-3">
            <h4 className="font-semibold">{t('evidence.aLink')}</h4>
            <p className="text-soft">{t('evidence.linkText')}</p>
            <Act
              frame={frame}
              action={handInLinkAction}
              hidden={{ commitment, activity, 'title.lang': frame.locale, 'note.lang': frame.locale }}
              submit={t('evidence.handInLink')}
              labels={{
                address: t('evidence.address'),
                'title.text': t('evidence.pieceTitle'),
                'note.text': t('evidence.note'),
              }}
            >
              <ActingSeat frame={frame} may={may} />
              <FormText
                name="address"
                type="url"
                label={t('evidence.address')}
                hint={t('evidence.addressHint')}
              />
              <FormText
                name="title.text"
                label={t('evidence.pieceTitle')}
                hint={t('evidence.pieceTitleHint')}
              />
              <FormArea
                name="note.text"
                label={t('evidence.note')}
                hint={t('evidence.noteHint')}
                rows={3}
              />
            </Act>
          </section>
        </div>
      )}
    </Section>
  )
}

/** First the file comes in, then it is handed in with its title: two steps that need no script between them. */
async function FileSteps({
  frame,
  here,
  commitment,
  activity,
  asked,
  may,
}: Omit<Props, 'frame'> & { frame: DeskFrame; here: string; may: May }) {
  const { t } = frame
  const brought = await broughtTo(frame, asked)
  if (brought.file)
    return (
      <HandIn
        frame={frame}
        here={here}
        commitment={commitment}
        activity={activity}
        upload={brought.file}
        may={may}
      />
    )
  return (
    <>
      <p className="text-soft">{t('evidence.fileText', { most: LARGEST_FILE / 1024 / 1024 })}</p>
      <BringFile frame={frame} here={here} brought={brought} />
    </>
  )
}

function HandIn({
  frame,
  here,
  commitment,
  activity,
  upload,
  may,
}: {
  frame: DeskFrame
  here: string
  commitment: string
  activity: string
  upload: { id: string; name: string; size: number }
  may: May
}) {
  const { t, locale } = frame
  return (
    <>
      <Notice tone="done">
        {t('evidence.arrived', { name: upload.name, size: sizeOf(upload.size, locale) })}
      </Notice>
      <Act
        frame={frame}
        action={handInFileAction}
        hidden={{ commitment, activity, upload: upload.id, 'title.lang': locale, 'note.lang': locale }}
        submit={t('evidence.handInFile')}
        labels={{ 'title.text': t('evidence.pieceTitle'), 'note.text': t('evidence.note') }}
      >
        <ActingSeat frame={frame} may={may} />
        <FormText
          name="title.text"
          label={t('evidence.pieceTitle')}
          hint={t('evidence.pieceTitleHint')}
          start={upload.name.replace(/\.[^.]+$/, '')}
        />
        <FormArea name="note.text" label={t('evidence.note')} hint={t('evidence.noteHint')} rows={3} />
      </Act>
      <p>
        <a href={`${here}#evidence`}>{t('evidence.another')}</a>
      </p>
    </>
  )
}

/** What a seat may do with a piece: say its sector's word, or take back its own. */
async function Acts({ frame, one }: { frame: DeskFrame; one: EvidenceSeen }) {
  const { t, viewer, locale } = frame
  const [judge, withdraw] = await Promise.all([
    mayAct(viewer, judgeEvidence, { evidence: one.id }),
    mayAct(viewer, withdrawEvidence, { evidence: one.id }),
  ])
  if (judge.seats.length === 0 && withdraw.seats.length === 0) return null
  return (
    <div className="grid gap-2">
      {judge.seats.length > 0 && (
        <Act
          frame={frame}
          action={judgeEvidenceAction}
          hidden={{ evidence: one.id, 'reason.lang': locale }}
          submit={t('evidence.judge')}
          kind="quiet"
          small
          fold={t('evidence.judgeFold')}
          labels={{ word: t('evidence.judgeWord'), 'reason.text': t('evidence.reason') }}
        >
          <ActingSeat frame={frame} may={judge} />
          <FormRadios
            name="word"
            label={t('evidence.judgeWord')}
            options={judgements.map((value) => ({
              value,
              label: t(`evidence.judgements.${value}`),
              hint: t(`evidence.judgementHints.${value}`),
            }))}
          />
          <FormArea
            name="reason.text"
            label={t('evidence.reason')}
            hint={t('evidence.reasonHint')}
            rows={3}
          />
        </Act>
      )}
      {withdraw.seats.length > 0 && (
        <Act
          frame={frame}
          action={withdrawEvidenceAction}
          hidden={{ evidence: one.id, 'reason.lang': locale }}
          submit={t('evidence.withdraw')}
          kind="plain"
          small
          fold={t('evidence.withdrawFold')}
          labels={{ 'reason.text': t('evidence.reason') }}
        >
          <ActingSeat frame={frame} may={withdraw} />
          <FormArea
            name="reason.text"
            label={t('evidence.reason')}
            hint={t('evidence.withdrawHint')}
            rows={2}
          />
        </Act>
      )}
    </div>
  )
}
