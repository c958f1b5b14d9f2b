import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesUnder, linesThat } from './files.ts'
import { root } from './rooms.ts'

describe('what a comment cites', () => {
  it('lies in the project: a reader can open it', () => {
    const cited = [
      'lib',
      'app',
      'components',
      'server',
      'scripts',
      'testing',
      'bench',
      'e2e',
      'prisma',
      'stranger',
    ]
      .flatMap((folder) => filesUnder(join(root, folder)))
      .flatMap((file) => {
        const text = readFileSync(file, 'utf8')
        const papers = [...text.matchAll(/[\w./-]+\.md\b/g)].map(([paper]) => paper)
        const decisions = [...text.matchAll(/\bdecision (\d{3})\b/g)].map(([, number]) => `${number}-`)
        return [...papers, ...decisions].map((paper) => ({ paper, file: relative(root, file) }))
      })
    const decided = readdirSync(join(root, 'docs/decisions'))
    const isThere = (paper: string) =>
      paper.endsWith('.md')
        ? existsSync(join(root, paper))
        : decided.some((name) => name.startsWith(paper))
    // A name that a test gives to a file of its own.
    const names = ['nota.md']
    expect(cited.filter(({ paper }) => !names.includes(paper) && !isThere(paper))).toEqual([])
    expect(cited.length).toBeGreaterThan(50)
  })
})

describe('one word for one thing (docs/glossary.md)', () => {
  const files = ['lib', 'app', 'components', 'server']
    .flatMap((folder) => filesUnder(join(root, folder)))
    .filter((file) => !file.includes('.test.'))
    .map((file) => ({ path: relative(root, file), text: readFileSync(file, 'utf8') }))

  /** What else the lines of a file say of a word, once the names that stand at the border are left out. */
  function saying(word: RegExp, { path, text }: (typeof files)[number], border: RegExp): string[] {
    return text
      .split('\n')
      .flatMap((line, at) =>
        word.test(line.replaceAll(border, '')) ? [`${path}:${at + 1}: ${line.trim()}`] : [],
      )
  }

  describe('a login is no session, which is what the committee holds', () => {
    /**
     * At the border: what others named, and what the committee's own sessions are called where logins
     * are handled too.
     */
    const border: Record<string, RegExp> = {
      // next-auth's own words, and the name of its cookie.
      'app/_request/login.ts':
        /\bsession: \{ strategy|\bsessionToken:|\bsession\(\{ session, token \}\)|\bsession\.expires\b/g,
      'lib/accounts/origin.ts': /next-auth\.session-token/g,
      // What operators have written into their settings.
      'lib/settings.ts': /SESSION_SECRET/g,
      // An address.
      'app/_request/login-actions.ts': /done=session\.signed-out/g,
      'app/_request/calendar.ts': /\bsession\b/g,
      'app/_request/seam.ts': /of sessions\)/g,
      'app/_request/submit-draft.ts': /'session'/g,
      'app/_request/submit-session.ts': /session/gi,
      'lib/mesa.ts': /\b(?:open)?SessionDoor\b|\bsession:/g,
    }
    const none = /(?!)/g
    const rooms =
      /^(?:lib\/accounts\/|lib\/settings|app\/_request\/|app\/api\/auth\/|app\/\[locale\]\/\(login\)\/|server\/)/
    const handles = /from '(?:next-auth|[^']*\/accounts\/|[^']*_request\/login|\.\/login)/
    const compound = /session_?(?:cookie|id|row|secret|token|user)/i

    it('where logins are handled', () => {
      const handling = files.filter(({ path, text }) => rooms.test(path) || handles.test(text))
      expect(handling.length).toBeGreaterThan(50)
      expect(handling.flatMap((one) => saying(/session/i, one, border[one.path] ?? none))).toEqual([])
    })

    it('and nowhere in a name made of both', () => {
      expect(files.flatMap((one) => saying(compound, one, border[one.path] ?? none))).toEqual([])
    })

    it('for whoever reads the pages', () => {
      const said =
        /\b(?:su|mis?) sesi(?:ón|ones)\b|(?:iniciar|cerrar) sesión|\b(?:my|your) (?:other )?sessions?\b/i
      expect(
        linesThat(
          said,
          ['es', 'en'].map((lang) => join(root, `messages/${lang}.json`)),
          {},
        ),
      ).toEqual([])
    })
  })

  describe('a seal is no commitment, which is what a plan promises', () => {
    /** At the border: the member that stands in bytes which are kept, the column, and what is said of plans. */
    const border: Record<string, RegExp> = {
      'lib/log/seal.ts':
        /\{ commitment: (?:string|seal) \}|\?\.commitment\b|\{"commitment":"|is a commitment$/g,
      'lib/log/fact.ts': /\bcommitment\?: string \| null|\bcommitment's\b/g,
      'lib/archive/format.ts': /\bcommitment: (?:z\.string|seal\b)/g,
      'lib/archive/restore.ts': /"forumId", commitment\b|commitmentId: line\.commitment\b/g,
    }
    const none = /(?!)/g
    const rooms =
      /^(?:lib\/(?:log|archive|keeping|devices|witnesses)\/|components\/(?:verify|form)\/|app\/api\/(?:log|receipts|minutes)\/)/
    /** The ways in which a salted hash is handled, in all the spellings of it that were found here. */
    const asHash =
      /(?:Buffer\.from|toBase64|fromBase64|toHex|opens|sealOf|decode)\(\s*[\w.?!]*commitment|\bcommitment(?:\?: unknown|\??: (?:Uint8Array|Buffer))|\.commitment\b.*'(?:base64|hex)'|\bcommitment\b.*\bsalt\b|\bsalt\b.*\bcommitment\b|forumId_commitment\b/i

    it('where seals alone are handled', () => {
      const handling = files.filter(({ path }) => rooms.test(path))
      expect(handling.length).toBeGreaterThan(50)
      expect(handling.flatMap((one) => saying(/commitment/i, one, border[one.path] ?? none))).toEqual([])
    })

    it('where both are: nothing that is called a commitment is handled as a hash', () => {
      expect(files.flatMap((one) => saying(asHash, one, border[one.path] ?? none))).toEqual([])
    })

    it.each([
      "Buffer.from(payload.commitment).toString('base64')",
      'toBase64(row.commitment)',
      'opens(commitment, salt, text)',
      'for (const { commitment, salt, value } of beside) {',
      'const sealed = (value as { commitment?: unknown }).commitment',
      'forumId_commitment: { forumId, commitment }',
      "by.get(entry.commitment ?? '', 'base64')",
    ])('nobody writes %s', (line) => {
      expect(saying(asHash, { path: 'x.ts', text: line }, none)).toHaveLength(1)
    })
  })
})

describe('messages', () => {
  const flat = (value: unknown, path = ''): string[] =>
    value && typeof value === 'object'
      ? Object.entries(value).flatMap(([name, one]) => flat(one, `${path}${name}.`))
      : [path]

  it('exist in both languages', () => {
    const [es, en] = ['es', 'en'].map((lang) =>
      flat(JSON.parse(readFileSync(join(root, `messages/${lang}.json`), 'utf8')) as unknown).toSorted(),
    )
    expect(es).toEqual(en)
  })
})
