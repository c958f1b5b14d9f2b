import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { mayAct } from '@/app/_request/may'
import { FormArea, FormRadios, FormSelect, FormText } from '@/components/form/action-form'
import { bodiesSeenBy } from '@/lib/bodies/seen.ts'
import { decidableStatuses } from '@/lib/commitments/rules.ts'
import { plansToChange } from '@/lib/plans/seen.ts'
import type { PlanToChange } from '@/lib/plans/seen.ts'
import { takeOver } from '@/lib/records/commands.ts'
import { takenKinds } from '@/lib/records/rules.ts'
import { wordingIn } from '../../../_roadmap/words'
import { deskFrame } from '../../frame'
import type { DeskFrame } from '../../frame'
import { Act, ActingSeat, Crumbs, PageHead, Why } from '../../parts'
import { takeOverAction } from '../actions'
import { mayTakeOver } from '../may-take-over'

type Props = { params: Promise<{ locale: string; forum: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('taken'))('take') }
}

/** Something from before the system, with its source. */
export default async function TakeOverPage({ params }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk, say, locale } = frame
  const { open, refusal } = await mayTakeOver(viewer)
  const head = (
    <>
      <Crumbs
        frame={frame}
        path={[{ href: `${desk}/records`, label: t('taken.title') }]}
        here={t('taken.take')}
      />
      <PageHead title={t('taken.take')} lead={t('taken.takeLead')} />
    </>
  )
  const [first] = open
  if (!first)
    return (
      <>
        {head}
        <Why>{refusal}</Why>
      </>
    )
  const [bodies, { plans }, mays] = await Promise.all([
    bodiesSeenBy(viewer),
    plansToChange(viewer),
    Promise.all(open.map((naming) => mayAct(viewer, takeOver, naming))),
  ])
  const may = { seats: mays.flatMap(({ seats }) => seats), refusal: null }
  return (
    <>
      {head}
      <Act
        frame={frame}
        action={takeOverAction}
        hidden={{ 'title.lang': locale, 'text.lang': locale }}
        labels={{
          body: t('taken.body'),
          of: t('taken.of'),
          commitment: t('taken.commitment'),
          status: t('taken.status'),
          'title.text': t('taken.name'),
          'text.text': t('taken.text'),
          happenedOn: t('taken.day'),
          source: t('taken.source'),
          address: t('taken.address'),
        }}
        submit={t('taken.submit')}
      >
        <ActingSeat frame={frame} may={may} />
        <FormSelect
          name="body"
          label={t('taken.body')}
          options={bodies
            .filter(({ id }) => open.some(({ body }) => body === id))
            .map(({ id, name }) => ({ value: id, label: say(name) }))}
        />
        <Fields frame={frame} plans={plans} />
      </Act>
    </>
  )
}

function Fields({ frame: { t, say, locale }, plans }: { frame: DeskFrame; plans: PlanToChange[] }) {
  return (
    <>
      <FormRadios
        name="of"
        label={t('taken.of')}
        options={takenKinds.map((value) => ({ value, label: t(`words.takenKinds.${value}`) }))}
      />
      <FormSelect
        name="commitment"
        label={t('taken.commitment')}
        empty={t('taken.commitmentNone')}
        options={plans.flatMap(({ name, commitments }) =>
          commitments.map(({ id, number, title }) => ({
            value: id,
            label: `${number}. ${wordingIn(title, locale)} (${say(name)})`,
          })),
        )}
      />
      <div className="[form:not(:has([name=of][value=status]:checked))_&]:hidden">
        <FormSelect
          name="status"
          label={t('taken.status')}
          hint={t('taken.statusHint')}
          empty={t('desk.form.choose')}
          options={decidableStatuses.map((value) => ({ value, label: t(`words.statuses.${value}`) }))}
        />
      </div>
      <FormText name="title.text" label={t('taken.name')} required />
      <FormArea name="text.text" label={t('taken.text')} rows={6} signed required />
      <FormText name="happenedOn" label={t('taken.day')} hint={t('taken.dayHint')} required />
      <FormText name="source" label={t('taken.source')} required />
      <FormText
        name="address"
        type="url"
        label={t('taken.address')}
        optional={t('plans.form.optional')}
      />
    </>
  )
}
