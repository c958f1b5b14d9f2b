// The files of the project, as the tests of its architecture read them.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from './rooms.ts'

export function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (name === 'generated' || name === 'node_modules') return []
    if (statSync(path).isDirectory()) return filesUnder(path)
    return /\.(?:tsx?|mjs)$/.test(name) ? [path] : []
  })
}

type Import = { from: string; to: string; names: string; typeOnly: boolean }

/** Those at the head of a file, and those that wait until they are needed. */
export function importsOf(file: string): Import[] {
  const source = readFileSync(file, 'utf8')
  const from = relative(root, file)
  const first = [...source.matchAll(/^\s*(?:import|export)\s+(type\s+)?([^;'"]*?)\s*from\s+'([^']+)'/gm)]
  const later = [...source.matchAll(/\bimport\(\s*'([^']+)'/g)]
  return [
    ...first.map((found) => ({
      from,
      to: found[3] ?? '',
      names: found[2] ?? '',
      typeOnly: Boolean(found[1]),
    })),
    ...later.map((found) => ({ from, to: found[1] ?? '', names: '', typeOnly: false })),
  ]
}

const libFiles = filesUnder(join(root, 'lib'))

export const sources = libFiles.filter((file) => !file.endsWith('.test.ts'))

/** Lines that say what no line may, but where a reason stands beside the file's name. */
export function linesThat(say: RegExp, files: string[], reasons: Record<string, string>): string[] {
  return files.flatMap((file) => {
    const path = relative(root, file)
    if (path in reasons) return []
    return readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, at) => (say.test(line) ? [`${path}:${at + 1}: ${line.trim()}`] : []))
  })
}
