import { MarkdownBody } from './markdown-body'

/** A text that people sign: Markdown in the serif face. */
export function SignedText({
  text,
  lang,
  whole = false,
}: {
  text: string
  lang: string
  whole?: boolean
}) {
  return (
    <div className="signed-text" lang={lang} dir="auto">
      <MarkdownBody text={text} whole={whole} />
    </div>
  )
}

export function Digest({ children }: { children: string }) {
  return <code className="digest">{children}</code>
}

export type WordChange = { text: string; change: 'same' | 'added' | 'gone' }

/** Two texts as one, word by word; `ins` and `del` say it to those who hear it. */
export function WordDiff({ parts, lang }: { parts: WordChange[]; lang?: string }) {
  return (
    <p className="signed-text whitespace-pre-wrap" lang={lang}>
      {parts.map(({ text, change }, place) => {
        // Parts have no name of their own, and never move.
        if (change === 'added')
          return (
            <ins key={place} className="words-added">
              {text}
            </ins>
          )
        if (change === 'gone')
          return (
            <del key={place} className="words-gone">
              {text}
            </del>
          )
        return <span key={place}>{text}</span>
      })}
    </p>
  )
}
