// The first lines that run in a fresh clone: nothing is installed yet, and the system's Node may be as old as 20.
import './compiled.mjs'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const OWN_NODE = join(ROOT, 'node_modules/.bin/node')

/**
 * Installs what the lockfile says, and runs the script on the Node that came with it.
 * @param {string} script
 */
export const bootstrap = async (script) => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    end(
      `This needs Node 20.19 or later to begin with; here is ${process.version}. Get a newer one from https://nodejs.org`,
    )
  }
  process.chdir(ROOT)
  if (!packagesStand()) await install()
  const path = join(ROOT, script)
  if (!existsSync(OWN_NODE)) {
    if (major >= 24) return import(pathToFileURL(path).href)
    end(
      `This runs on Node 24, and npm has none for ${process.platform} ${process.arch}. Install Node 24; here is ${process.version}.`,
    )
  }
  if (realpathSync(OWN_NODE) === realpathSync(process.execPath)) return import(pathToFileURL(path).href)
  return runOnOwnNode(path)
}

/**
 * @param {string} sentence
 * @returns {never}
 */
const end = (sentence) => {
  console.error(`\n${sentence}`)
  process.exit(1)
}

/** Compares what npm says that it installed with what the lockfile wants. Packages for other machines may be missing. */
const packagesStand = () => {
  const wanted = packagesIn('package-lock.json')
  const there = packagesIn('node_modules/.package-lock.json')
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) =>
      path === '' || link || (there[path] ? there[path].version === version : optional),
  )
}

/**
 * @param {string} file
 * @returns {Record<string, { version: string, optional?: boolean, link?: boolean }>}
 */
const packagesIn = (file) => {
  try {
    return JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages
  } catch {
    return {}
  }
}

const install = async () => {
  const { step, say } = await import('./steps.mjs')
  if (!existsSync(join(ROOT, 'package-lock.json')))
    end('package-lock.json is missing; get it back from the repository.')
  if (existsSync(join(ROOT, 'node_modules'))) {
    say('The lockfile changed, or the last installation was cut short: the packages are installed anew.')
  }
  // From the cache where it can, so that a machine without a network installs what it installed before.
  const options = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--ignore-scripts',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
  ]
  const npm = process.env.npm_execpath
  const [command, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  await step('Packages installed', () => output(command, [...before, ...options])).catch((error) =>
    end(explained(String(error))),
  )
}

/**
 * @param {string} command
 * @param {string[]} options
 * @returns {Promise<void>}
 */
const output = (command, options) =>
  new Promise((done, failed) => {
    const said = []
    const child = spawn(command, options, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => said.push(part))
    child.on('error', failed)
    child.on('close', (code) => (code === 0 ? done() : failed(Buffer.concat(said).toString())))
  })

/** @param {string} said */
const explained = (said) => {
  if (/ENOSPC/.test(said))
    return 'The disk is full: the packages need about 1.5 GB. Make room and start again.'
  if (/EACCES|EROFS|EPERM/.test(said)) {
    return `The directory ${ROOT} is not writable for this user: the packages go into node_modules there.`
  }
  if (/in sync|Missing: /.test(said)) {
    return (
      'package.json and package-lock.json do not agree. If you changed package.json, run `npm run lock`; ' +
      'else get both back from the repository.'
    )
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT/.test(said)) {
    return `The npm registry cannot be reached. Check the network, or the proxy and the registry in your npm settings.\n${said}`
  }
  return `The packages could not be installed. npm said:\n${said}`
}

/** @param {string} path */
const runOnOwnNode = (path) => {
  const env = { ...process.env, MESA_HAS_PARENT: '1' }
  const child = spawn(OWN_NODE, [path, ...process.argv.slice(2)], { stdio: 'inherit', env })
  // Ctrl-C reaches the child by itself; it says when it is done.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGHUP', () => child.kill('SIGHUP'))
  whenOrphaned(() => child.kill('SIGTERM'))
  child.on('error', (error) => end(`${OWN_NODE} could not be started: ${error.message}`))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}

/**
 * When npm (or our own first process) is killed outright, nobody could stop what it started: so that stops by itself.
 * @param {() => void} stop
 */
export const whenOrphaned = (stop) => {
  if (!process.env.npm_lifecycle_event && !process.env.MESA_HAS_PARENT) return
  const before = forebears()
  const watch = setInterval(() => {
    if (forebears() === before) return
    clearInterval(watch)
    stop()
  }, 500)
  watch.unref()
}

/** Our parent; and its parent too, where npm put a shell in between. */
const forebears = () => {
  try {
    const [, name = '', parent] =
      readFileSync(`/proc/${process.ppid}/stat`, 'utf8').match(/\((.*)\) \S+ (\d+)/) ?? []
    return /^(sh|dash|bash|ash|busybox)$/.test(name) ? `${process.ppid} ${parent}` : `${process.ppid}`
  } catch {
    return `${process.ppid}`
  }
}
