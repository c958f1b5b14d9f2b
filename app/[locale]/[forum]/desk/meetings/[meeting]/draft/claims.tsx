import type { FormAction } from '@/app/_request/seam'
import { FormArea, FormSelect } from '@/components/form/action-form'
import { Autosave } from '@/components/meetings/autosave'
import type { Draft } from '@/lib/minutes/draft-seen.ts'
import { stances } from '@/lib/proposals/rules.ts'
import type { DeskFrame } from '../../../frame'
import { Act, SectorName } from '../../../parts'
import { removeClaimAction, saveClaimAction } from './actions'

type Given = { frame: DeskFrame; draft: Draft }
type Actions = { save: FormAction; remove: FormAction }
const here: Actions = { save: saveClaimAction, remove: removeClaimAction }

/** How a form of the draft saves itself as one types. */
export function autosave({ t, desk }: DeskFrame, { meeting }: Draft) {
  const at = t.raw('desk.draft.savedAt') as string
  return {
    address: `${desk}/meetings/${meeting.id}/draft/keep`,
    words: {
      typing: t('desk.draft.typing'),
      saving: t('desk.draft.saving'),
      savedAt: at,
      offline: t('desk.draft.offline'),
      signedOut: t('desk.draft.signedOut'),
      restored: t('desk.draft.restored'),
      mine: t('desk.draft.mine'),
      theirs: t('desk.draft.theirs'),
      theirText: t('desk.draft.theirText'),
    },
  }
}

/** The revision that the author has in front of them; the island moves it on with each save. */
export function Base({
  revision,
  name,
  of,
}: {
  revision: number
  name?: string /** the one that it goes along with */
  of?: string
}) {
  return (
    <input
      type="hidden"
      name="base"
      defaultValue={revision}
      {...(name && { 'data-base-name': name })}
      {...(of && { 'data-base-of': of })}
    />
  )
}

/** What each sector said in the session, as whoever keeps the book took it down: a claim, until the sector approves. */
export function Claims({
  frame,
  draft,
  proposal: id,
  actions = here,
}: Given & { proposal: string; actions?: Actions }) {
  const { t, desk } = frame
  const proposal = draft.proposals.find((one) => one.id === id)
  if (!proposal) return null
  return (
    <div className="grid gap-4 border-l-4 border-accent pl-4">
      <h3>{t('desk.claims.title', { number: proposal.number })}</h3>
      <p>
        <a href={`${desk}/proposals/${id}`} lang={proposal.title.lang}>
          {proposal.title.text}
        </a>
      </p>
      <p className="hint max-w-[62ch]">{t('desk.claims.text')}</p>
      {draft.sectors.map((sector) => (
        <Claim
          key={sector.id}
          frame={frame}
          draft={draft}
          proposal={id}
          sector={sector}
          actions={actions}
        />
      ))}
    </div>
  )
}

function Claim({
  frame,
  draft,
  proposal,
  sector,
  actions,
}: Given & { proposal: string; sector: Draft['sectors'][number]; actions: Actions }) {
  const { t, locale, forum } = frame
  const taken = draft.claims.find((claim) => claim.proposal === proposal && claim.sector === sector.id)
  const item = draft.proposals.find((one) => one.id === proposal)?.item ?? ''
  const place = { page: draft.meeting.id, at: `item-${item}` }
  const storageKey = `mesa/${forum}/${proposal}/${sector.id}`
  return (
    <div className="card">
      <p className="font-semibold">
        <SectorName frame={frame} sector={sector} />
      </p>
      {draft.mayWrite ? (
        <>
          <Act
            frame={frame}
            action={actions.save}
            submit={t('desk.draft.save')}
            kind="plain"
            small
            className="stack mt-3"
            hidden={{
              meeting: draft.meeting.id,
              proposal,
              sector: sector.id,
              lang: taken?.lang ?? locale,
              ...place,
            }}
            start={{ stance: taken?.stance ?? '', reason: taken?.reason ?? '' }}
          >
            <Base revision={taken?.revision ?? 0} name={storageKey} />
            <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,14rem)_minmax(0,1fr)]">
              <FormSelect
                name="stance"
                label={t('desk.claims.stance')}
                empty={t('desk.form.choose')}
                options={stances.map((value) => ({ value, label: t(`proposals.said.${value}`) }))}
              />
              <FormArea
                name="reason"
                label={t('desk.claims.reason')}
                hint={t('desk.claims.reasonHint')}
                rows={2}
              />
            </div>
            <Autosave save="saveClaim" storageKey={storageKey} {...autosave(frame, draft)} />
          </Act>
          {taken && (
            <Act
              frame={frame}
              action={actions.remove}
              submit={t('desk.claims.remove')}
              kind="plain"
              small
              hidden={{ proposal, sector: sector.id, ...place }}
              className="mt-3"
            >
              <Base revision={taken.revision} of={storageKey} />
            </Act>
          )}
        </>
      ) : (
        <p>{taken ? t(`proposals.said.${taken.stance}`) : t('desk.claims.none')}</p>
      )}
    </div>
  )
}
