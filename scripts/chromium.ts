import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import { run } from './child.ts'
import { Mistake } from '../lib/settings.ts'

/** The one without windows first: it does the same pages with two thirds of the work. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
]

/** A browser for the tests: the one that is told, Playwright's own, the system's; else Debian's package or a download. */
export const findChromium = (): string | undefined => {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((directory) => NAMES.map((name) => join(directory, name)))
  return [process.env.CHROMIUM_PATH ?? '', chromium.executablePath(), ...onPath].find(
    (path) => path && existsSync(path),
  )
}

export const installChromium = async (): Promise<string> => {
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    const quiet = {
      stdio: 'ignore' as const,
      env: Object.assign({}, process.env, { DEBIAN_FRONTEND: 'noninteractive' }),
    }
    spawnSync('apt-get', ['update'], quiet)
    const install = (name: string) =>
      spawnSync('apt-get', ['install', '--yes', '--no-install-recommends', name], quiet).status === 0
    // Debian has the one without windows since 2025 alone.
    if (!install('chromium-headless-shell')) install('chromium')
  } else {
    await run('node_modules/@playwright/test/cli.js', ['install', 'chromium'])
  }
  const found = findChromium()
  if (!found) {
    throw new Mistake(
      'The browser tests need a Chromium, and none could be installed. ' +
        'Install one (on Debian: apt-get install chromium), or set CHROMIUM_PATH to it.',
    )
  }
  return found
}
