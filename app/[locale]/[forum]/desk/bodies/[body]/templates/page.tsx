import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { ButtonLink, EmptyState, Section } from '@/components/page/page'
import { bodySeenBy } from '@/lib/bodies/seen.ts'
import { dropTemplate, setTemplate } from '@/lib/series/commands.ts'
import { templatesSeenBy } from '@/lib/series/seen.ts'
import type { TemplateSeen } from '@/lib/series/seen.ts'
import { wordingIn } from '../../../../_roadmap/words'
import { deskFrame } from '../../../frame'
import type { DeskFrame } from '../../../frame'
import { Act, ActingSeat, Crumbs, Done, PageHead, Why } from '../../../parts'
import { dropTemplateAction } from '../actions'

type Props = {
  params: Promise<{ locale: string; forum: string; body: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('planning'))('templates.title') }
}

export default async function TemplatesPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, say, desk } = frame
  const body = (await bodySeenBy(viewer, (await params).body)) ?? notFound()
  const [templates, may] = await Promise.all([
    templatesSeenBy(viewer, body.id),
    mayAct(viewer, setTemplate, { body: body.id }),
  ])
  const keeps = may.seats.length > 0
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${desk}/bodies`, label: t('desk.bodies.title') },
          { href: `${desk}/bodies/${body.slug}`, label: body.shortName },
        ]}
        here={t('planning.templates.title')}
      />
      <PageHead
        title={`${t('planning.templates.title')}: ${say(body.name)}`}
        lead={t('planning.templates.lead')}
      >
        {keeps ? (
          <p className="m-0">
            <ButtonLink href={`${desk}/bodies/${body.slug}/templates/edit`}>
              {t('planning.templates.make')}
            </ButtonLink>
          </p>
        ) : (
          <Why>{may.refusal}</Why>
        )}
      </PageHead>
      <Done searchParams={searchParams} frame={frame} />
      {templates.length === 0 && (
        <EmptyState title={t('planning.templates.none')}>{t('planning.templates.noneText')}</EmptyState>
      )}
      {templates.map((template) => (
        <Template key={template.id} frame={frame} body={body.slug} template={template} keeps={keeps} />
      ))}
    </>
  )
}

async function Template({
  frame,
  body,
  template,
  keeps,
}: {
  frame: DeskFrame
  body: string
  template: TemplateSeen
  keeps: boolean
}) {
  const { t, say, desk, locale } = frame
  const long = template.items.reduce((sum, item) => sum + (item.minutes ?? 0), 0)
  return (
    <Section
      id={`template-${template.id}`}
      title={say(template.name)}
      aside={[
        t(`words.meetingKinds.${template.kind}`),
        t('planning.templates.counted', { count: template.items.length }),
        long > 0 && t('planning.templates.whole', { minutes: long }),
        template.place?.text,
      ]
        .filter(Boolean)
        .join(' · ')}
    >
      <ol className="grid list-decimal gap-1 pl-6">
        {template.items.map((item, place) => (
          <li key={place}>
            {wordingIn(item.title, locale)}
            {item.minutes !== null && (
              <span className="when">
                {' '}
                · {t('planning.templates.planned', { minutes: item.minutes })}
              </span>
            )}
          </li>
        ))}
      </ol>
      {keeps && (
        <>
          <p className="mb-2 mt-4 flex flex-wrap gap-3">
            <ButtonLink
              href={`${desk}/meetings/new?body=${body}&template=${template.id}`}
              kind="plain"
              small
            >
              {t('planning.templates.use')}
            </ButtonLink>
            <ButtonLink
              href={`${desk}/bodies/${body}/templates/edit?template=${template.id}`}
              kind="plain"
              small
            >
              {t('planning.templates.edit')}
            </ButtonLink>
          </p>
          <Drop frame={frame} template={template.id} />
        </>
      )}
    </Section>
  )
}

async function Drop({ frame, template }: { frame: DeskFrame; template: string }) {
  const may: May = await mayAct(frame.viewer, dropTemplate, { template })
  if (may.seats.length === 0) return <Why>{may.refusal}</Why>
  return (
    <Act
      fold={frame.t('planning.templates.drop')}
      frame={frame}
      action={dropTemplateAction}
      hidden={{ template }}
      submit={frame.t('planning.templates.dropButton')}
      kind="quiet"
    >
      <p>{frame.t('planning.templates.dropText')}</p>
      <ActingSeat frame={frame} may={may} />
    </Act>
  )
}
