// The rooms around lib.
import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesUnder, importsOf } from './files.ts'
import { rooms, root } from './rooms.ts'

describe('the rooms around lib', () => {
  const room = (path: string) => relative(root, path).split('/')[0] ?? ''

  it.each(Object.keys(rooms))('%s imports only what it may', (name) => {
    const files = filesUnder(join(root, name)).filter((file) => !file.includes('.test.'))
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter(({ to }) => to.startsWith('.'))
        .map((one) => ({ ...one, target: room(resolve(dirname(file), one.to)) }))
        .filter(({ target }) => target !== name && !(rooms[name] ?? []).includes(target)),
    )
    expect(files.length).toBeGreaterThan(0)
    expect(wrong).toEqual([])
  })
})

describe('app and components', () => {
  const appFiles = [...filesUnder(join(root, 'app')), ...filesUnder(join(root, 'components'))].filter(
    (file) => !file.includes('.test.'),
  )

  it('never import the database', () => {
    expect(appFiles.flatMap(importsOf).filter(({ to }) => to.includes('lib/db'))).toEqual([])
  })

  it('components take props: they import types and rules of lib alone', () => {
    const wrong = appFiles
      .filter((file) => relative(root, file).startsWith('components/'))
      .flatMap(importsOf)
      .filter(
        ({ to, typeOnly }) =>
          to.startsWith('@/lib/') &&
          !typeOnly &&
          !/\/rules(\.ts)?$/.test(to) &&
          !/lib\/(act\/(?:calendar|lengths)|log\/(?:assertion|seal|encoding)|minutes\/drafts\/(protocol|connection|markdown))/.test(
            to,
          ),
      )
    expect(wrong).toEqual([])
  })

  it('server actions are submit lines', () => {
    const actions = appFiles.filter(
      (file) => /\/actions\.ts$/.test(file) && relative(root, file).includes('/desk/'),
    )
    const wrong = actions.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/^export (?:const|async function|function) (\w+)(.*)$/gm)]
        .filter((found) => !/submit(?:Draft|Roadmap|Session|Several|Sheet)?\(/.test(found[2] ?? ''))
        .map((found) => `${relative(root, file)}: ${found[1]}`),
    )
    expect(wrong).toEqual([])
  })
})
