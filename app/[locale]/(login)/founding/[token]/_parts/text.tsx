import type { TextSection } from '@/app/_request/founding'

/** The founding text, whole. */
export function FoundingText({ title, sections }: { title: string; sections: TextSection[] }) {
  return (
    <section className="card my-6 max-w-[70ch]" aria-labelledby="founding-text">
      <h2 id="founding-text">{title}</h2>
      {sections.map((section, place) => (
        // The text is drawn once, and never changes its order.
        <div key={place} className="mt-4">
          <h3 className="font-semibold">{section.title}</h3>
          <ul className="mt-1 list-disc pl-5">
            {section.lines.map((line, at) => (
              <li key={at}>{line}</li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
