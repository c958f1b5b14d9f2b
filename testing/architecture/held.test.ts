import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesUnder, linesThat } from './files.ts'
import { root } from './rooms.ts'

describe('what is pressed and typed is held (decision 063)', () => {
  // The portal is sent without React's scripts; what its own one answers is hidden until it is there
  // (data-with-script).
  const drawn = [...filesUnder(join(root, 'app')), ...filesUnder(join(root, 'components'))].filter(
    (file) => file.endsWith('.tsx') && !file.includes('.test.') && !file.includes('(portal)'),
  )
  const texts = drawn.map((file) => ({ path: relative(root, file), text: readFileSync(file, 'utf8') }))
  /** Each control as its tag is written, with the attributes. Arrows within them end no tag. */
  const controls = (text: string) =>
    [...text.matchAll(/<(input|select|textarea)\b(?:=>|[^>])*>/g)].map(([tag]) => tag)
  const which = (tells: (tag: string) => boolean) =>
    texts.flatMap(({ path, text }) =>
      controls(text)
        .filter(tells)
        .map((tag) => `${path}: ${tag}`),
    )

  it('a control starts with a value and is never told another: the page keeps none of its own', () => {
    // The shared document is their state, and it merges what two wrote; they are not drawn before the
    // scripts are awake.
    const ofTheDocument = [
      'components/meetings/live/live-agreements.tsx',
      'components/meetings/live/live-text.tsx',
    ]
    const told = which(
      (tag) =>
        (/\s(?:checked|value)=\{/.test(tag) && !/type="(?:hidden|radio|checkbox)"|readOnly/.test(tag)) ||
        /\schecked=\{/.test(tag),
    )
    expect(told.filter((one) => !ofTheDocument.some((path) => one.startsWith(path)))).toEqual([])
  })

  it('a control has no key by its value: it would be another one, and empty, when the page is made anew', () => {
    expect(which((tag) => /\skey=\{/.test(tag) && !/type="hidden"/.test(tag))).toEqual([])
    expect(
      texts.flatMap(({ path, text }) =>
        [
          ...text.matchAll(
            /<(?:Act|ActionForm|Form\w+)\b[^>]*?key=\{[^}]*(?:revision|state|version)[^}]*\}/g,
          ),
        ].map(([tag]) => `${path}: ${tag}`),
      ),
    ).toEqual([])
  })

  it('a form acts through ActionForm or Press, which hold what stands in it, and do not have the page torn down', () => {
    const own: Record<string, string> = {
      'components/form/action-form.tsx': 'is it',
      'components/form/press.tsx': 'is it',
      'app/[locale]/[forum]/desk/shown-once.tsx': 'has nothing to fill in, and leads nowhere',
      'app/[locale]/[forum]/desk/devices/make-passkey.tsx': 'asks the device, and holds its own',
    }
    // A form that asks by GET, or posts a file, gives an address.
    expect(linesThat(/useActionState|<form\b(?!.*method=).*\saction=\{/, drawn, own)).toEqual([])
  })

  it('a button that only a script answers is asleep until it wakes', () => {
    const clientOnly: Record<string, string> = {
      'components/form/confirm.tsx': 'stands in a dialog that a script opened',
      'components/form/sign-offer.tsx': 'follows an answer to a script',
      'components/meetings/autosave.tsx': 'follows an answer to a script',
      'components/evidence/upload-form.tsx': 'follows an upload by a script',
      'components/meetings/live/live-agreements.tsx': 'is not drawn before the draft was brought',
      'components/meetings/live/live-text.tsx': 'is not drawn before the draft was brought',
      'components/meetings/live/speak.tsx': 'is loaded at a press',
      'app/[locale]/(login)/sign-in/with-passkey.tsx': 'is drawn by a script alone',
    }
    const pressed = drawn.filter(
      (file) =>
        /<button\b(?:=>|[^>])*type="button"(?:=>|[^>])*>/.test(readFileSync(file, 'utf8')) &&
        !(relative(root, file) in clientOnly),
    )
    expect(
      pressed
        .filter((file) => !readFileSync(file, 'utf8').includes('useAwake()'))
        .map((file) => relative(root, file)),
    ).toEqual([])
  })
})
