import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { one } from '@/app/_request/portal'
import type { Query } from '@/app/_request/portal'
import { FormArea } from '@/components/form/action-form'
import { TextInput } from '@/components/form/fields'
import { Card, EmptyState, Section } from '@/components/page/page'
import { Digest } from '@/components/page/text'
import { dismissWitness, nameWitness } from '@/lib/witnesses/commands.ts'
import { namingTextFor, witnessesOf } from '@/lib/witnesses/seen.ts'
import type { SectorWitness } from '@/lib/witnesses/seen.ts'
import { deskFrame } from '../frame'
import type { DeskFrame } from '../frame'
import { Act, ActingSeat, Crumbs, Done, PageHead, SectorName, Why } from '../parts'
import { dismissWitnessAction, nameWitnessAction } from './actions'

type Props = { params: Promise<{ locale: string; forum: string }>; searchParams: Query }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('witnesses'))('desk.title') }
}

/** Names the sector's witness in two steps: which key, and that key's own signature under the text that says so. */
export default async function WitnessPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, portal } = frame
  const [may, seen, query] = [
    await mayAct(viewer, nameWitness, {}),
    await witnessesOf(viewer),
    await searchParams,
  ]
  const own = seen.sectors.filter(({ sector }) => may.seats.some((seat) => seat.sector === sector.id))
  const key = one(query.key) ?? ''
  const texts = await Promise.all(
    own.map(async (each) => ({
      each,
      text: key ? await namingTextFor(viewer, each.sector.slug, key) : null,
    })),
  )
  return (
    <>
      <Crumbs frame={frame} here={t('witnesses.desk.title')} />
      <PageHead title={t('witnesses.desk.title')} lead={t('witnesses.desk.lead')} />
      <Done searchParams={searchParams} frame={frame} />
      <p className="mb-5">
        <a href={`${portal}/witnesses`}>{t('witnesses.desk.toPortal')}</a>
      </p>
      {own.length === 0 && (
        <EmptyState title={t('witnesses.desk.notYours')}>
          <Why>{may.refusal}</Why>
        </EmptyState>
      )}
      {texts.map(({ each, text }) => (
        <OfSector key={each.sector.id} frame={frame} each={each} may={may} vkey={key} text={text} />
      ))}
    </>
  )
}

/** One sector's witness; `vkey` is the key that is asked about, and `text` what that key is to sign. */
type Naming = { frame: DeskFrame; each: SectorWitness; vkey: string; text: string | null }

function OfSector({ frame, each, may, vkey, text }: Naming & { may: May }) {
  const { t } = frame
  return (
    <div>
      <Current frame={frame} each={each} />
      <Name frame={frame} each={each} vkey={vkey} text={text} />
      {text && <Sign frame={frame} each={each} may={may} vkey={vkey} text={text} />}
      {each.witness && (
        <Section title={t('witnesses.desk.dismiss')} id="dismiss">
          <Dismiss frame={frame} witness={each.witness.id} locale={frame.locale} />
        </Section>
      )}
    </div>
  )
}

function Name({ frame: { t, desk }, each, vkey, text }: Naming) {
  return (
    <Section title={t(each.witness ? 'witnesses.desk.change' : 'witnesses.desk.name')} id="name">
      <ol className="grid max-w-[62ch] list-decimal grid-cols-[minmax(0,1fr)] gap-2 pl-5">
        <li>{t('witnesses.desk.stepCopy')}</li>
        <li>
          {t('witnesses.desk.stepKey')}
          <pre className="card digest mt-2 overflow-x-auto" tabIndex={0}>
            node witness.mjs --key witness.key --name {t('witnesses.desk.exampleName')}
          </pre>
        </li>
        <li>{t('witnesses.desk.stepShow')}</li>
      </ol>
      <form method="get" action={`${desk}/witness#sign`} className="stack mt-4">
        <TextInput
          name="key"
          label={t('witnesses.desk.key')}
          hint={t('witnesses.desk.keyHint')}
          value={vkey}
          spellCheck={false}
          {...(vkey && !text && { error: t('refusals.witnesses.badKey') })}
        />
        <p>
          <button type="submit" className="button button-quiet">
            {t('witnesses.desk.showText')}
          </button>
        </p>
      </form>
    </Section>
  )
}

function Sign({ frame, each, may, vkey, text }: Naming & { may: May }) {
  const { t, forum } = frame
  return (
    <Section title={t('witnesses.desk.sign')} id="sign">
      <p className="max-w-[62ch]">
        {t(
          each.witness || each.before.length > 0 ? 'witnesses.desk.signBoth' : 'witnesses.desk.signNew',
        )}
      </p>
      <pre className="card digest my-3 overflow-x-auto" tabIndex={0}>
        {text}
      </pre>
      <p className="mb-3">
        <a
          className="button button-plain"
          download
          href={`/${forum}/log/naming/${each.sector.slug}?${new URLSearchParams({ key: vkey })}`}
        >
          {t('witnesses.desk.download')}
        </a>
      </p>
      <pre
        className="card digest my-3 overflow-x-auto"
        tabIndex={0}
      >{`node witness.mjs --key witness.key --endorse ${forum}-${each.sector.slug}-witness.txt`}</pre>
      <Act
        frame={frame}
        action={nameWitnessAction}
        hidden={{ vkey }}
        submit={t('witnesses.desk.nameButton')}
        labels={{ note: t('witnesses.desk.note'), vkey: t('witnesses.desk.key') }}
      >
        <ActingSeat
          frame={frame}
          may={{
            ...may,
            seats: may.seats.filter((seat) => seat.sector === each.sector.id),
          }}
        />
        <FormArea
          name="note"
          label={t('witnesses.desk.note')}
          hint={t('witnesses.desk.noteHint')}
          rows={9}
          required
        />
      </Act>
    </Section>
  )
}

function Current({ frame, each }: { frame: DeskFrame; each: SectorWitness }) {
  const { t, dates } = frame
  return (
    <Card strong>
      <p className="font-semibold">
        <SectorName frame={frame} sector={each.sector} />
      </p>
      {each.witness ? (
        <>
          <p className="mt-1">
            <Digest>{each.witness.key}</Digest>
          </p>
          <p className="when">
            {t('witnesses.desk.since', { day: dates.day(each.witness.namedOn) })} ·{' '}
            {each.cosigned ? t('witnesses.lastOf', { size: each.cosigned.size }) : t('witnesses.never')}
          </p>
        </>
      ) : (
        <p className="mt-1">{t('witnesses.stands.none')}</p>
      )}
    </Card>
  )
}

async function Dismiss({
  frame,
  witness,
  locale,
}: {
  frame: DeskFrame
  witness: string
  locale: string
}) {
  const { t, viewer } = frame
  const may = await mayAct(viewer, dismissWitness, { witness })
  if (may.seats.length === 0) return <Why>{may.refusal}</Why>
  return (
    <Act
      frame={frame}
      action={dismissWitnessAction}
      hidden={{ witness, 'reason.lang': locale }}
      labels={{ 'reason.text': t('desk.form.reason') }}
      submit={t('witnesses.desk.dismissButton')}
      kind="quiet"
    >
      <p className="max-w-[62ch]">{t('witnesses.desk.dismissText')}</p>
      <ActingSeat frame={frame} may={may} />
      <FormArea name="reason.text" label={t('desk.form.reason')} rows={3} signed required />
    </Act>
  )
}
