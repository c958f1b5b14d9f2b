import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { ROOT } from '../scripts/child.ts'
import { documentedIn, documents } from '../testing/documents.ts'

export type Said = { code: number | null; said: string }
type Running = { said: () => string; stop: () => Promise<unknown> }
export type Terminal = ReturnType<typeof openTerminal>

/** As it would lie there after `git clone`, `npm ci` and a build: nothing that was made here by running it comes along. */
export function freshClone(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mesa-clone-'))
  // The built-in database does not run as root, and must be able to come here.
  chmodSync(folder, 0o755)
  const left = [
    'node_modules',
    '.git',
    '.data',
    'test-results',
    'playwright-report',
    'lib/db/generated',
    '.next/cache',
    '.next/dev',
  ]
  for (const name of readdirSync(ROOT).filter(
    (one) => !left.includes(one) && !(one.startsWith('.env') && one !== '.env.example'),
  )) {
    const filter = (from: string) => !left.includes(from.slice(ROOT.length + 1))
    cpSync(join(ROOT, name), join(folder, name), { recursive: true, verbatimSymlinks: true, filter })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

/** A shell in a folder, with nothing of this process's settings in it: those of the tests would hide that one is missing. */
export function openTerminal(folder: string, settings: Record<string, string> = {}) {
  mkdirSync(folder, { recursive: true })
  const { HOME = folder, LANG = 'C.UTF-8', PATH = '' } = process.env
  const path = [dirname(process.execPath), PATH].join(delimiter)
  const env = Object.assign(
    Object.create(null) as NodeJS.ProcessEnv,
    { HOME, LANG, PATH: path },
    settings,
  )
  const running = new Set<ChildProcess>()
  // A group of its own: what the shell has started ends with it.
  const shell = (text: string) => {
    const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', text], {
      cwd: folder,
      env,
      detached: true,
    })
    running.add(child)
    child.on('close', () => running.delete(child))
    return child
  }
  const listen = (child: ReturnType<typeof shell>) => {
    const said: string[] = []
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => said.push(part.toString()))
    const ended = new Promise<number | null>((over) => child.on('close', over))
    return { said: () => said.join(''), ended, on: (tell: () => void) => child.stdout.on('data', tell) }
  }

  const end = async (child: ChildProcess) => {
    if (child.exitCode === null && child.signalCode === null && child.pid)
      process.kill(-child.pid, 'SIGTERM')
  }

  /** To its end, whatever that is. */
  const attempt = async (text: string, input = ''): Promise<Said> => {
    const child = shell(text)
    const { said, ended } = listen(child)
    child.stdin.end(input)
    return { code: await ended, said: said() }
  }
  return {
    folder,
    env,
    attempt,
    /** To its good end; answers with what it said. */
    async run(text: string, input = ''): Promise<string> {
      const { code, said } = await attempt(text, input)
      if (code !== 0) throw new Error(`$ ${text}\nended with ${code}:\n${said}`)
      return said
    },
    /** What goes on until it is stopped: it is there when it says so. */
    start(text: string, sign: RegExp): Promise<Running> {
      const child = shell(text)
      const { said, ended, on } = listen(child)
      child.stdin.end()
      const stop = () => end(child).then(() => ended)
      return new Promise((ready, failed) => {
        on(() => {
          if (sign.test(said())) ready({ said, stop })
        })
        void ended.then((code) => failed(new Error(`$ ${text}\nended with ${code}:\n${said()}`)))
      })
    },
    /** Whatever still runs, where something failed before it was stopped. */
    end: () =>
      Promise.all(
        [...running].map((child) =>
          end(child).then(() => new Promise((over) => child.on('close', over))),
        ),
      ),
    away: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** What the documents say, and what of it was done. */
export function openDocuments(notDone: Record<string, string>) {
  const all = documents.flatMap(documentedIn)
  const done: string[] = []
  // A command's name alone, or with an ellipsis behind it, is done with any of its calls.
  const isDone = (text: string) =>
    done.some((one) => one === text || one.startsWith(`${text.replace(/ …$/, '')} `))
  return {
    /** A command as some document has it, with what stands there for a name or a file. */
    command(text: string, names: Record<string, string> = {}): string {
      if (!all.some((documented) => documented.language === 'inline' && documented.text === text))
        throw new Error(`No document says: ${text}`)
      done.push(text)
      return Object.entries(names).reduce(
        (sentence, [name, value]) => sentence.replaceAll(name, value),
        text,
      )
    },
    block(document: string, heading: string, language: string): string {
      const found = all.find(
        (documented) =>
          documented.document === document &&
          documented.heading === heading &&
          documented.language === language,
      )
      if (!found) throw new Error(`${document} has no block of ${language} under ${heading}`)
      done.push(found.text)
      return found.text
    },
    /** What nobody did and nothing excuses; and excuses for what is not there or was done. */
    leftOver(): string[] {
      const undone = all
        .filter(({ text }) => !isDone(text) && !(text in notDone))
        .map(({ document, heading, text }) => `${document}, ${heading}: ${text}`)
      const idle = Object.keys(notDone).filter(
        (text) => isDone(text) || !all.some((documented) => documented.text === text),
      )
      return [...undone, ...idle.map((text) => `nothing to excuse: ${text}`)]
    },
  }
}
