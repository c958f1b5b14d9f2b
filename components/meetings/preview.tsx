'use client'

import dynamic from 'next/dynamic'
import { useRef, useState } from 'react'

const SignedText = dynamic(() => import('@/components/page/text').then((text) => text.SignedText))

/** Shows the form's text as it will be read. Without scripts there is no button: the page itself shows it once it is saved. */
export function Preview({ field, words }: { field: string; words: { show: string; hide: string; empty: string } }) {
  const here = useRef<HTMLDivElement>(null)
  const [text, setText] = useState<string | null>(null)
  const toggle = () => {
    const typed = here.current?.closest('form')?.elements.namedItem(field)
    setText(text === null && typed instanceof HTMLTextAreaElement ? typed.value : null)
  }
  return (
    <div ref={here} className="max-w-2xl">
      <button type="button" className="button button-plain button-small needs-script" aria-expanded={text !== null} onClick={toggle}>{text === null ? words.show : words.hide}</button>
      {text !== null && <div className="card mt-3">{text.trim() ? <SignedText text={text} lang="" /> : <p className="text-soft">{words.empty}</p>}</div>}
    </div>
  )
}
