export type Sector = { name: string; shape: string; hue: string }

const shapes: Record<string, { whole: string; ring: string }> = {
  circle: {
    whole: 'M10 1.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z',
    ring: 'M10 2.6a7.4 7.4 0 1 1 0 14.8 7.4 7.4 0 0 1 0-14.8Z',
  },
  diamond: { whole: 'M10 .8 19.2 10 10 19.2.8 10Z', ring: 'M10 2.4 17.6 10 10 17.6 2.4 10Z' },
  square: { whole: 'M2.2 2.2h15.6v15.6H2.2Z', ring: 'M3.3 3.3h13.4v13.4H3.3Z' },
  triangle: { whole: 'M10 1.6 19.2 17.6H.8Z', ring: 'M10 3.8 17.3 16.5H2.7Z' },
  hexagon: {
    whole: 'M10 .9 17.9 5.45v9.1L10 19.1l-7.9-4.55v-9.1Z',
    ring: 'M10 2.2 16.8 6.1v7.8L10 17.8l-6.8-3.9V6.1Z',
  },
  pentagon: {
    whole: 'M10 1.2 19 7.75 15.55 18.3H4.45L1 7.75Z',
    ring: 'M10 2.6 17.7 8.2l-2.95 9H5.25l-2.95-9Z',
  },
}
const unknownShape = { whole: 'M5 2.2h10v15.6H5Z', ring: 'M6.1 3.3h7.8v13.4H6.1Z' }

const hues = new Set(['civil', 'oversight', 'executive', 'academia', 'other'])

function hueOf(sector: Sector): string {
  return `hue-${hues.has(sector.hue) ? sector.hue : 'other'}`
}

/** What is drawn into a mark: a reservation leaves a hole in it, standing aside half of it; an objection crosses it out. */
const insides: Record<string, { whole: boolean; d: string }> = {
  'agree-with-reservation': { whole: true, d: 'M10 7.4a3 3 0 1 1 0 6 3 3 0 0 1 0-6Z' },
  'stand-aside': { whole: false, d: 'M6.2 10.4h7.6' },
  object: { whole: false, d: 'm7 7.4 6 6m0-6-6 6' },
  suspended: { whole: false, d: 'M8.1 7.3v6.2m3.8-6.2v6.2' },
}

type MarkProps = {
  sector: Sector
  filled?: boolean
  label?: string | undefined
  /** the stance, or `suspended`: drawn finer than agreed or missing */
  says?: string | null | undefined
}

/** A sector's mark: its own shape as well as colour. Filled: it has agreed, or signed. A ring: it has not. */
export function SectorMark({ sector, filled = true, label, says }: MarkProps) {
  const shape = shapes[sector.shape] ?? unknownShape
  const inside = insides[says ?? '']
  const whole = inside ? inside.whole : filled
  return (
    <svg
      className={`mark ${hueOf(sector)}`}
      viewBox="0 0 20 20"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      {whole ? (
        <path d={shape.whole} fill="currentColor" />
      ) : (
        <path
          d={shape.ring}
          fill="none"
          stroke="currentColor"
          strokeWidth="2.2"
          strokeDasharray={inside ? undefined : '2.6 2.1'}
        />
      )}
      {inside &&
        (whole ? (
          <path d={inside.d} fill="var(--paper)" />
        ) : (
          <path d={inside.d} fill="none" stroke="currentColor" strokeWidth="2.2" />
        ))}
    </svg>
  )
}

export function SectorName({ sector }: { sector: Sector }) {
  return (
    <span className={`sector ${hueOf(sector)}`}>
      <SectorMark sector={sector} />
      <bdi>{sector.name}</bdi>
    </span>
  )
}

/** Three filled marks is consensus; one sees at a glance which one is missing. `label` of each says it in words. */
export function ConsensusMarks({
  stands,
}: {
  stands: { sector: Sector; filled: boolean; label: string; says?: string | null | undefined }[]
}) {
  return (
    <span className="marks">
      {stands.map(({ sector, filled, label, says }) => (
        <SectorMark key={sector.name} sector={sector} filled={filled} label={label} says={says} />
      ))}
    </span>
  )
}
