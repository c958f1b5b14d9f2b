export type Sector = { name: string; shape: string; hue: string }

const shapes: Record<string, string> = {
  circle: 'M10 1.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Z',
  diamond: 'M10 .8 19.2 10 10 19.2.8 10Z',
  square: 'M2.2 2.2h15.6v15.6H2.2Z',
  triangle: 'M10 1.6 19 18H1Z',
  hexagon: 'M5.4 2h9.2L19 10l-4.4 8H5.4L1 10Z',
  pentagon: 'M10 1.2 18.9 7.8 15.5 18.3H4.5L1.1 7.8Z',
}

const hues = new Set(['civil', 'oversight', 'executive', 'academia', 'other'])

/** A sector's mark: its own shape as well as colour. Filled: it has agreed, or signed. A ring: it has not. */
export function SectorMark({ sector, filled = true, label }: { sector: Sector; filled?: boolean; label?: string }) {
  return (
    <svg
      className={`mark hue-${hues.has(sector.hue) ? sector.hue : 'other'}`} viewBox="-1 -1 22 22"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      <path d={shapes[sector.shape] ?? shapes.circle} fill={filled ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth={filled ? 0 : 2.4} strokeDasharray={filled ? undefined : '3.2 2.4'} />
    </svg>
  )
}

export function SectorName({ sector }: { sector: Sector }) {
  return <span className={`inline-flex items-baseline gap-2 hue-${hues.has(sector.hue) ? sector.hue : 'other'}`}><SectorMark sector={sector} /><bdi>{sector.name}</bdi></span>
}

/** Three filled marks is consensus; one sees at a glance which one is missing. `label` of each says it in words. */
export function ConsensusMarks({ stands }: { stands: { sector: Sector; filled: boolean; label: string }[] }) {
  return (
    <span className="inline-flex gap-1.5 text-[1.15em]">
      {stands.map(({ sector, filled, label }) => <SectorMark key={sector.name} sector={sector} filled={filled} label={label} />)}
    </span>
  )
}
