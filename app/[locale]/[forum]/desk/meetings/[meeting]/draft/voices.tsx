import { FormArea } from '@/components/form/action-form'
import { WordDiff } from '@/components/page/text'
import { agreementText, itemText } from '@/lib/minutes/drafts/protocol.ts'
import type { Draft } from '@/lib/minutes/draft-seen.ts'
import type { Voices as Said } from '@/lib/minutes/voices-seen.ts'
import { wordsChanged } from '@/lib/minutes/rules.ts'
import type { DeskFrame } from '../../../frame'
import { Act } from '../../../parts'
import { partsOf } from '../item-changes'
import { closeCommentAction, commentAction } from './actions'

type Given = { frame: DeskFrame; draft: Draft; voices: Said }
type Voice = Said['comments'][number]

/** What was said about an item: comments, and changes that somebody suggests. */
export function Voices({ frame, draft, voices, item }: Given & { item: Draft['items'][number] }) {
  const { t } = frame
  const places = [
    itemText(item.item),
    ...item.agreements.map((agreement) => agreementText(agreement.id)),
  ]
  const here = voices.comments.filter((comment) => places.includes(comment.place))
  const [open, closed] = [here.filter((one) => !one.outcome), here.filter((one) => one.outcome)]
  if (here.length === 0 && !voices.maySpeak) return null
  return (
    <div className="voices">
      {open.length > 0 && <h3>{t('liveDraft.comments.title')}</h3>}
      <ul>
        {open.map((one) => (
          <Voice key={one.id} frame={frame} draft={draft} item={item.item} one={one} />
        ))}
      </ul>
      {closed.length > 0 && (
        <details>
          <summary>{t('liveDraft.comments.closed', { count: closed.length })}</summary>
          <ul>
            {closed.map((one) => (
              <Voice key={one.id} frame={frame} draft={draft} item={item.item} one={one} />
            ))}
          </ul>
        </details>
      )}
      {voices.maySpeak && (
        <Act
          frame={frame}
          action={commentAction}
          submit={t('liveDraft.comments.send')}
          fold={t('liveDraft.comments.onItem')}
          kind="plain"
          small
          hidden={{
            meeting: draft.meeting.id,
            place: itemText(item.item),
            page: draft.meeting.id,
            at: `item-${item.item}`,
          }}
        >
          <FormArea name="text" label={t('liveDraft.comments.text')} rows={3} />
        </Act>
      )}
    </div>
  )
}

function Voice({
  frame,
  draft,
  item,
  one,
}: {
  frame: DeskFrame
  draft: Draft
  item: string
  one: Voice
}) {
  const { t, say, dates } = frame
  const seat = one.seat ? say(one.seat.name) : ''
  return (
    <li id={`comment-${one.id}`} className="voice">
      {one.replacement !== null && (
        <WordDiff parts={partsOf(wordsChanged(one.quoted, one.replacement))} />
      )}
      {one.replacement === '' && <p className="hint">{t('liveDraft.comments.removed')}</p>}
      {one.replacement === null && one.quoted && <blockquote>{one.quoted}</blockquote>}
      {one.text && <p className="whitespace-pre-wrap">{one.text}</p>}
      <p className="when">
        {t('liveDraft.comments.by', {
          by: one.by ?? t('liveDraft.comments.erased'),
          seat,
          at: dates.moment(one.at),
        })}
        {one.place !== itemText(item) && ` · ${t('liveDraft.comments.inAgreement')}`}
      </p>
      {one.outcome && one.closedAt && (
        <p className="when">
          {t(`liveDraft.comments.outcomes.${one.outcome}`, {
            by: one.closedBy ?? t('liveDraft.comments.erased'),
            at: dates.moment(one.closedAt),
          })}
        </p>
      )}
      {one.mayClose && (
        <div className="flex flex-wrap gap-3">
          {(one.replacement === null
            ? (['settled'] as const)
            : (['accepted', 'turned-down'] as const)
          ).map((outcome) => (
            <Act
              key={outcome}
              frame={frame}
              action={closeCommentAction}
              submit={t(`liveDraft.comments.close.${outcome}`)}
              kind="plain"
              small
              className=""
              hidden={{ comment: one.id, outcome, page: draft.meeting.id, at: `item-${item}` }}
            />
          ))}
        </div>
      )}
    </li>
  )
}
