import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { fileKindOf } from './file-kinds.ts'
import { docx, jpeg, pdf, png, zipOf } from './samples.test.ts'

const folder = mkdtempSync(join(tmpdir(), 'mesa-kinds-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function kindOf(name: string, bytes: Buffer | string) {
  const path = join(folder, `file-${Math.random().toString(36).slice(2)}`)
  writeFileSync(path, bytes)
  return fileKindOf(path, name)
}

describe('a file is what its bytes say', () => {
  it.each([
    ['informe.pdf', pdf(), 'application/pdf'],
    ['foto.png', png, 'image/png'],
    ['foto.JPEG', jpeg, 'image/jpeg'],
    ['minuta.docx', docx(), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['lista.csv', Buffer.from('nombre,año\nAna,2021\n'), 'text/csv; charset=utf-8'],
    ['nota.txt', Buffer.from('Se publicó.\n'), 'text/plain; charset=utf-8'],
    ['lista.csv', Buffer.from('nombre;a\xf1o\nAna;2021\n', 'latin1'), 'text/csv; charset=windows-1252'],
    ['nota.md', Buffer.from('# Título\n'), 'text/plain; charset=utf-8'],
  ])('%s', async (name, bytes, type) => expect(await kindOf(name, bytes)).toEqual({ type }))

  it('with a character on the edge of two pieces as well', async () => {
    expect(await kindOf('nota.txt', `${'a'.repeat(65_535)}ñ`)).toEqual({
      type: 'text/plain; charset=utf-8',
    })
  })
})

describe('what is not taken, and the sentence for it', () => {
  it.each([
    ['a PDF that is called a picture', 'foto.png', pdf(), 'evidence.lyingName'],
    ['a picture that is called a PDF', 'informe.pdf', png, 'evidence.lyingName'],
    [
      'a program that is called a PDF',
      'informe.pdf',
      Buffer.from('MZ\x90\x00'.padEnd(300, '\x00'), 'latin1'),
      /evidence\.(kindNotTaken|lyingName)/,
    ],
    ['text that is called a PDF', 'informe.pdf', 'no soy un PDF', 'evidence.lyingName'],
    ['a ZIP', 'todo.zip', zipOf({ 'a.txt': 'a' }), 'evidence.kindNotTaken'],
    ['a ZIP that is called a document', 'todo.docx', zipOf({ 'a.txt': 'a' }), 'evidence.kindNotTaken'],
    ['a page', 'pagina.txt', '<!DOCTYPE html><script>alert(1)</script>', 'evidence.activeText'],
    ['a page behind a byte order mark', 'pagina.txt', '\ufeff  <html>', 'evidence.activeText'],
    [
      'a drawing',
      'dibujo.svg',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
      /evidence\.(activeText|kindNotTaken)/,
    ],
    [
      'a document with macros under a plain name',
      'minuta.docx',
      docx({ 'word/vbaProject.bin': 'x' }),
      'evidence.activeContent',
    ],
    [
      'a document with a control',
      'minuta.docx',
      docx({ 'word/activeX/activeX1.xml': 'x' }),
      'evidence.activeContent',
    ],
    [
      'a PDF that runs scripts',
      'informe.pdf',
      pdf('/OpenAction << /S /JavaScript /JS (app.alert(1)) >>'),
      'evidence.activePdf',
    ],
    ['a PDF that starts a program', 'informe.pdf', pdf('/Launch'), 'evidence.activePdf'],
    ['nothing', 'vacio.txt', '', 'evidence.emptyFile'],
    ['bytes that are no text', 'datos.csv', Buffer.from([1, 2, 0, 3, 4, 5]), 'evidence.kindUnknown'],
    ['an ending that nobody takes', 'programa.sh', '#!/bin/sh\necho hola\n', 'evidence.kindNotTaken'],
    ['no ending', 'nota', 'hola', 'evidence.kindNotTaken'],
  ])('%s', async (_what, name, bytes, refused) => {
    expect(await kindOf(name, bytes)).toEqual(
      expect.objectContaining({
        refused: typeof refused === 'string' ? refused : expect.stringMatching(refused),
      }),
    )
  })

  it('a script that lies over the edge of two pieces', async () => {
    const head = pdf()
    const bytes = Buffer.concat([
      head,
      Buffer.alloc(65_536 - head.length - 5, 0x20),
      Buffer.from('/JavaScript'),
    ])
    expect(await kindOf('informe.pdf', bytes)).toEqual(
      expect.objectContaining({ refused: 'evidence.activePdf' }),
    )
  })

  it('a document whose directory is broken', async () => {
    const whole = docx()
    expect(await kindOf('minuta.docx', whole.subarray(0, whole.length - 30))).toEqual(
      expect.objectContaining({ refused: expect.stringMatching(/^evidence\./) }),
    )
  })
})
