import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import {
  faultIn,
  readAgreements,
  readItem,
  removeAgreementFrom,
  takesIn,
  writeAgreement,
  writeItem,
  writeMarkdown,
} from './document.ts'
import { markdownOf } from './markdown.ts'
import { itemText } from './protocol.ts'

const item = '11111111-1111-4111-8111-111111111111'
const written = (markdown: string) => {
  const fragment = new Y.Doc().getXmlFragment('text')
  writeMarkdown(fragment, markdown)
  return markdownOf(fragment)
}

describe('Markdown of a shared text', () => {
  it.each([
    ['a paragraph', 'Se revisó el avance.'],
    ['headings', '## Avance\n\nDos párrafos.\n\n### Detalle'],
    ['marks within marks', 'Con **negritas y *cursivas* dentro**, ~~tachado~~ y `código`.'],
    [
      'links',
      'Véase [el compromiso 9](/es/practica/commitments/9) y [la fuente](https://example.org/a?b=1).',
    ],
    ['lists in lists', '- uno\n  - dos\n- tres\n\n1. primero\n2. segundo'],
    ['a list that begins at three', '3. tercero\n4. cuarto'],
    ['a quotation', '> Lo que dice el texto.\n>\n> En dos párrafos.'],
    ['a table', '| Sector | Dijo |\n| - | - |\n| INAI | de acuerdo |'],
    ['a line break', 'Una línea\\\notra'],
    ['code', '```\nuna = 1\n```'],
    ['letters that mean something', '1\\. no es una lista, \\*ni\\* esto, 2 \\* 3'],
  ])('keeps %s', (_, markdown) => expect(written(markdown)).toBe(markdown))

  it('keeps HTML as the letters that were typed', () => {
    expect(written('<script>alert(1)</script>')).toContain('script')
    expect(written(written('<b>hola</b> mundo'))).toBe(written('<b>hola</b> mundo'))
  })

  it('says the same when it is read again, whatever was written', () => {
    const words = fc.array(
      fc.constantFrom(
        'a',
        'b ',
        ' c',
        '*',
        '**',
        '_',
        '#',
        '- ',
        '1. ',
        '`',
        '[',
        '](x)',
        '|',
        '\n',
        '\n\n',
        '> ',
        '\\',
        '~',
        '<',
        '&amp;',
        'ñ',
        '👩‍👩‍👧',
      ),
      { maxLength: 25 },
    )
    fc.assert(
      fc.property(words, (parts) => {
        const once = written(parts.join(''))
        expect(written(once)).toBe(once)
      }),
      { numRuns: 500 },
    )
  })

  it('shares a mark between neighbours, and leaves its spaces outside', () => {
    const doc = new Y.Doc()
    const text = new Y.XmlText()
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [text])
    doc.getXmlFragment('text').insert(0, [paragraph])
    text.insert(0, 'uno ', { bold: {} })
    text.insert(4, 'dos', { bold: {}, italic: {} })
    text.insert(7, ' tres', { bold: null, italic: null })
    expect(markdownOf(doc.getXmlFragment('text'))).toBe('**uno _dos_** tres')
    text.insert(0, 'cero ', { bold: {}, italic: null })
    text.format(12, 5, { bold: {} })
    expect(markdownOf(doc.getXmlFragment('text'))).toBe('**cero uno *dos* tres**')
  })

  it('leaves out blanks at the ends of a line', () => {
    const doc = new Y.Doc()
    const text = new Y.XmlText()
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [text])
    doc.getXmlFragment('text').insert(0, [paragraph])
    text.insert(0, '  uno')
    text.insert(5, ' dos ', { bold: {} })
    text.insert(10, '  ', { bold: null })
    expect(markdownOf(doc.getXmlFragment('text'))).toBe('uno **dos**')
  })

  it('drops what hides or reorders text, and addresses that run', () => {
    const doc = new Y.Doc()
    const text = new Y.XmlText()
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [text])
    doc.getXmlFragment('text').insert(0, [paragraph])
    text.insert(0, 'a\u202Eb\u0007c')
    text.insert(3, 'liga', { link: { href: 'javascript:alert(1)' } })
    expect(markdownOf(doc.getXmlFragment('text'))).toBe('abligac')
  })
})

describe('writing a text over another', () => {
  it('leaves the blocks that stay, so that what others write in them at the same time is not lost', () => {
    const [here, there] = [new Y.Doc(), new Y.Doc()]
    writeItem(here, item, { lang: 'es', text: 'Uno.\n\nDos.\n\nTres.' })
    Y.applyUpdate(there, Y.encodeStateAsUpdate(here))
    const third = there.getXmlFragment(itemText(item)).get(2) as Y.XmlElement
    ;(third.get(0) as Y.XmlText).insert(5, ' Y más.')
    writeItem(here, item, { lang: 'es', text: 'Uno.\n\nDos, corregido.\n\nTres.' })
    Y.applyUpdate(here, Y.encodeStateAsUpdate(there))
    expect(readItem(here, item)).toEqual({ lang: 'es', text: 'Uno.\n\nDos, corregido.\n\nTres. Y más.' })
  })

  it('changes nothing when it says the same', () => {
    const doc = new Y.Doc()
    writeItem(doc, item, { lang: 'es', text: 'Uno.' })
    const before = Y.encodeStateVector(doc)
    writeItem(doc, item, { lang: 'es', text: 'Uno.' })
    expect(Y.encodeStateVector(doc)).toEqual(before)
  })
})

describe('agreements', () => {
  const agreement = {
    id: '22222222-2222-4222-8222-222222222222',
    item,
    kind: 'action',
    lang: 'es',
    rank: 1,
    proposal: null,
    seat: item,
    dueOn: '2026-12-01',
    text: 'Publicar la **lista**.',
  }

  it('are rows of the document, in their order', () => {
    const doc = new Y.Doc()
    writeAgreement(doc, agreement)
    writeAgreement(doc, {
      ...agreement,
      id: '33333333-3333-4333-8333-333333333333',
      rank: 0,
      kind: 'resolution',
      seat: null,
      dueOn: null,
      text: '',
    })
    expect(readAgreements(doc).map((one) => [one.kind, one.text])).toEqual([
      ['resolution', ''],
      ['action', 'Publicar la **lista**.'],
    ])
    removeAgreementFrom(doc, agreement.id)
    expect(readAgreements(doc)).toHaveLength(1)
  })

  it('of an unknown kind are not read', () => {
    const doc = new Y.Doc()
    writeAgreement(doc, { ...agreement, kind: 'law' })
    expect(readAgreements(doc)).toEqual([])
  })
})

describe('what may come in', () => {
  const allowed = { items: new Set([item]), mayWriteAs: () => true }
  const edit = (change: (doc: Y.Doc) => void, of = new Y.Doc()) => {
    const before = Y.encodeStateVector(of)
    change(of)
    return Y.encodeStateAsUpdate(of, before)
  }
  const typed = (doc: Y.Doc, root = itemText(item), name = 'paragraph') => {
    const element = new Y.XmlElement(name)
    const text = new Y.XmlText()
    element.insert(0, [text])
    doc.getXmlFragment(root).insert(0, [element])
    text.insert(0, 'Hola')
  }

  it('takes what an editor writes', () => {
    expect(
      faultIn(
        edit((doc) => typed(doc)),
        new Y.Doc(),
        allowed,
      ),
    ).toBeNull()
    expect(
      faultIn(
        edit((doc) =>
          writeItem(doc, item, {
            lang: 'es',
            text: '# Uno\n\n- [dos](https://example.org)\n\n| a |\n| - |\n| b |',
          }),
        ),
        new Y.Doc(),
        allowed,
      ),
    ).toBeNull()
    expect(
      faultIn(
        edit((doc) => {
          typed(doc)
          doc.getXmlFragment(itemText(item)).delete(0, 1)
        }),
        new Y.Doc(),
        allowed,
      ),
    ).toBeNull()
  })

  it.each([
    ['bytes that are no update', () => new Uint8Array([1, 2, 3, 255, 255]), 'unreadable'],
    ['nothing', () => new Uint8Array(), 'unreadable'],
    ['ten megabytes', () => new Uint8Array(10 * 1024 * 1024), 'too-large'],
    [
      'an element that the schema does not know',
      () => edit((doc) => typed(doc, itemText(item), 'script')),
      'unknown-content',
    ],
    [
      'a mark that it does not know',
      () =>
        edit((doc) => {
          typed(doc)
          ;((doc.getXmlFragment(itemText(item)).get(0) as Y.XmlElement).get(0) as Y.XmlText).format(
            0,
            2,
            { onclick: 'x' },
          )
        }),
      'unknown-content',
    ],
    [
      'a link that runs',
      () =>
        edit((doc) => {
          typed(doc)
          ;((doc.getXmlFragment(itemText(item)).get(0) as Y.XmlElement).get(0) as Y.XmlText).format(
            0,
            2,
            { link: { href: 'javascript:alert(1)' } },
          )
        }),
      'unknown-content',
    ],
    [
      'an item of another meeting',
      () => edit((doc) => typed(doc, itemText('99999999-1111-4111-8111-111111111111'))),
      'unknown-place',
    ],
    [
      'a place of its own',
      () =>
        edit((doc) => {
          doc.getMap('secrets').set('a', 'b')
        }),
      'unknown-place',
    ],
    [
      'a document within',
      () =>
        edit((doc) => {
          doc.getMap('agreements').set('a', new Y.Doc())
        }),
      'unknown-content',
    ],
    [
      'bytes within',
      () =>
        edit((doc) => {
          doc.getMap('agreements').set('a', new Uint8Array(3))
        }),
      'unknown-content',
    ],
  ])('refuses %s', (_, update, fault) => expect(faultIn(update(), new Y.Doc(), allowed)).toBe(fault))

  it('refuses what stands on something that never came', () => {
    const doc = new Y.Doc()
    typed(doc)
    const second = edit((one) => {
      ;((one.getXmlFragment(itemText(item)).get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(4, '!')
    }, doc)
    expect(faultIn(second, new Y.Doc(), allowed)).toBe('incomplete')
    expect(faultIn(second, doc, allowed)).toBeNull()
    const erased = edit((one) => {
      one.getXmlFragment(itemText(item)).delete(0, 1)
    }, doc)
    expect(faultIn(erased, new Y.Doc(), allowed)).toBe('incomplete')
  })

  it('refuses another person’s name, and lets what is known come again', () => {
    const doc = new Y.Doc()
    const update = edit((one) => typed(one), doc)
    const nobody = { ...allowed, mayWriteAs: () => false }
    expect(faultIn(update, new Y.Doc(), nobody)).toBe('not-yours')
    expect(faultIn(update, doc, nobody)).toBeNull()
  })

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        faultIn(bytes, new Y.Doc(), allowed)
      }),
      { numRuns: 2_000 },
    )
    const good = edit((doc) => typed(doc))
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const bytes = Uint8Array.from(good)
        bytes[at] = byte
        const doc = new Y.Doc()
        if (faultIn(bytes, doc, allowed) === null && takesIn(doc, bytes)) {
          readItem(doc, item)
          readAgreements(doc)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
