// lib: who imports whom, what a file is called, and where rows are written.
import { readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesUnder, importsOf, linesThat, sources } from './files.ts'
import {
  capabilities,
  fileNames,
  folderOf,
  kindMayImport,
  mayImport,
  otherNames,
  root,
} from './rooms.ts'

describe('lib', () => {
  it('knows no framework', () => {
    const foreign = sources
      .flatMap(importsOf)
      .filter(
        ({ to }) => /^(next|next-auth|next-intl|react|react-dom)(\/|$)/.test(to) || to.startsWith('@/'),
      )
    expect(foreign).toEqual([])
  })

  it('imports downwards only', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter(({ to }) => to.startsWith('.'))
        .map((one) => ({ ...one, target: folderOf(resolve(dirname(file), one.to)) }))
        .filter(
          ({ target }) =>
            target !== folderOf(file) && !(mayImport[folderOf(file)] ?? []).includes(target),
        ),
    )
    expect(wrong).toEqual([])
  })

  it('has four file names to a capability', () => {
    const odd = sources
      .filter((file) => capabilities.includes(folderOf(file)))
      .map((file) => relative(join(root, 'lib'), file))
      .filter((path) => {
        const [folder, name] = [dirname(path), basename(path, '.ts')]
        return ![...fileNames, ...(otherNames[folder] ?? [])].includes(name)
      })
    expect(odd).toEqual([])
  })

  it('keeps rules pure, facts plain and what is seen without commands', () => {
    const wrong = sources
      .filter((file) => capabilities.includes(folderOf(file)))
      .flatMap((file) => {
        const kind = basename(file, '.ts').split('-').at(-1) ?? ''
        const allowed = kindMayImport[kind]
        if (!allowed) return []
        return importsOf(file).filter(({ to, typeOnly }) => {
          const target = to.match(/(rules|facts|record|seen|commands|effects)\.ts$/)?.[1]
          const ofCapability =
            target && (to.startsWith('./') || capabilities.some((name) => to.includes(`../${name}/`)))
          return ofCapability && !allowed.includes(target) && !typeOnly
        })
      })
    expect(wrong).toEqual([])
  })

  it('reads for a viewer in seen, and for a command in records', () => {
    const of = (kind: string) =>
      sources.filter((file) => basename(file, '.ts').split('-').at(-1) === kind)
    const bare = of('seen').flatMap((file) =>
      [
        ...readFileSync(file, 'utf8').matchAll(
          /^export (?:async )?function (\w+)\(\s*(?:\w+|\{[^}]*\}): Reader\b/gm,
        ),
      ].map(([, name]) => `${relative(root, file)}: ${name}`),
    )
    const looking = of('record')
      .flatMap(importsOf)
      .filter(({ names }) => /\bViewer\b/.test(names))
    expect(of('record').length).toBeGreaterThan(10)
    expect([...bare, ...looking]).toEqual([])
  })

  it('opens a transaction only in the doors, the accounts and the replay', () => {
    const doors = [
      'lib/act/act.ts',
      'lib/act/transaction.ts',
      'lib/act/replay.ts',
      'lib/archive/restore.ts',
      'lib/minutes/drafts/door.ts',
      'lib/minutes/drafts/updates.ts',
      'lib/minutes/drafts/voices.ts',
      'lib/sittings/door.ts',
      'lib/roadmaps/draft.ts',
      'lib/foundings/door.ts',
      'lib/notices/door.ts',
      'lib/accounts/accounts.ts',
      'lib/accounts/ways-in.ts',
      'lib/log/rows.ts',
    ]
    const opening = sources
      .filter((file) =>
        /\$transaction\b|\binTransaction\(|\$executeRaw\b/.test(readFileSync(file, 'utf8')),
      )
      .map((file) => relative(root, file))
    // apply of these runs inside act's own transaction, by the functions that the migrations made for it.
    const byFunction = ['lib/log/facts.ts', 'lib/keeping/facts.ts']
    // It says of what type it is, and opens none.
    const allowed = [...doors, ...byFunction, 'lib/db/client.ts']
    expect(opening.filter((file) => !allowed.includes(file))).toEqual([])
  })

  it('writes rows only in facts and in the doors', () => {
    const writing =
      /\b(?:tx|db|database|client)\.\w+\.(?:create|createMany|update|updateMany|upsert|delete|deleteMany)\(/
    const allowed =
      /^lib\/(\w+\/facts|roadmaps\/draft|foundings\/door|notices\/door|minutes\/drafts\/(?:door|updates|voices)|sittings\/door|devices\/signing|evidence\/receive|accounts\/(?:accounts|calendar|ways-in)|log\/\w+)\.ts$/
    const wrong = sources
      .map((file) => relative(root, file))
      .filter((file) => !allowed.test(file) && writing.test(readFileSync(join(root, file), 'utf8')))
    expect(wrong).toEqual([])
  })
})

describe('what a kind of fact means', () => {
  it('is said beside it and nowhere else: no other file names a kind as a string', () => {
    const files = ['lib', 'app', 'components', 'server', 'scripts', 'testing', 'prisma']
      .flatMap((folder) => filesUnder(join(root, folder)))
      .filter((file) => !/\.test\.tsx?$|\/facts\.ts$/.test(file))
    const named = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/['"][a-z]+\.[a-z-]+\/\d+['"]/g)].map(
        ([kind]) => `${relative(root, file)}: ${kind}`,
      ),
    )
    expect(named).toEqual([])
  })
})

describe('databases', () => {
  it('are dropped in one place, which knows what is in the way', () => {
    const code = ['lib', 'prisma', 'server', 'scripts', 'testing', 'bench', 'e2e']
      .flatMap((folder) => filesUnder(join(root, folder)))
      .filter((file) => /\.(?:ts|mjs)$/.test(file))
    expect(
      linesThat(/DROP DATABASE/, code, {
        'scripts/roles.ts': 'is the place',
        'scripts/beside.test.ts': 'shows why',
        'testing/architecture/lib.test.ts': 'is this line',
        'scripts/operator/commands.test.ts': 'is an administrator who begins anew',
        'e2e/by-the-documents.spec.ts': 'is an administrator who begins anew',
      }),
    ).toEqual([])
  })
})
