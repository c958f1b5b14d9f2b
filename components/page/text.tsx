import type { ReactNode } from 'react'
import { MarkdownBody } from './markdown-body'

/** Something in one of the two languages, and which one, where it is not the page's. */
export function LocaleText({ text, lang, pageLang, inOtherLanguage }: { text: string; lang: string; pageLang: string; /** “in English” */ inOtherLanguage: string }) {
  if (lang === pageLang) return <bdi>{text}</bdi>
  return <><bdi lang={lang}>{text}</bdi> <Tagged>{inOtherLanguage}</Tagged></>
}

function Tagged({ children }: { children: ReactNode }) {
  return <span className="tag">{children}</span>
}

/** A text that people sign: Markdown in the serif face. */
export function SignedText({ text, lang }: { text: string; lang: string }) {
  return <div className="signed-text" lang={lang} dir="auto"><MarkdownBody text={text} /></div>
}

export function Day({ day, children }: { day: string; children: ReactNode }) {
  return <time dateTime={day}>{children}</time>
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
        if (change === 'added') return <ins key={place} className="words-added">{text}</ins>
        if (change === 'gone') return <del key={place} className="words-gone">{text}</del>
        return <span key={place}>{text}</span>
      })}
    </p>
  )
}
