// npm leaves out of the lockfile those platform packages that its registry did not have when it looked, and
// `npm ci` then refuses the lockfile for want of them. Their parents pin their versions exactly, and their
// names say which machines they are for. It also writes down where each package comes from, so that `npm ci`
// need not ask the registry for it first.
import { readFileSync, writeFileSync } from 'node:fs'

const FILE = 'package-lock.json'
const REGISTRY = 'https://registry.npmjs.org'
const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

/** @typedef {{ name?: string, version?: string, resolved?: string, integrity?: string, link?: boolean,
 *   inBundle?: boolean, optional?: boolean, os?: string[], cpu?: string[], libc?: string[],
 *   optionalDependencies?: Record<string, string> }} Entry */

const lock = JSON.parse(readFileSync(FILE, 'utf8'))
/** @type {Record<string, Entry>} */
const packages = lock.packages

/** The entry that `require(name)` finds from a package's folder.
 * @param {string} from
 * @param {string} name
 * @returns {Entry | undefined} */
const found = (from, name) => {
  const here = packages[from ? `${from}/node_modules/${name}` : `node_modules/${name}`]
  return (
    here ??
    (from ? found(from.slice(0, Math.max(0, from.lastIndexOf('node_modules/') - 1)), name) : undefined)
  )
}

/** @param {string[]} words @returns {string[]} */
const librariesOf = (words) => {
  const startsWith = (/** @type {string} */ what) => words.some((one) => one.startsWith(what))
  if (startsWith('musl')) return ['musl']
  return startsWith('gnu') ? ['glibc'] : []
}

/** @param {string} name @param {string} version @returns {Entry} */
const platformPackage = (name, version) => {
  const words = name.split(/[-/]/)
  const os = SYSTEMS.filter((one) => words.includes(one))
  const cpu = PROCESSORS.filter((one) => words.includes(one))
  const libc = librariesOf(words)
  return {
    version,
    optional: true,
    ...(os.length > 0 && { os }),
    ...(cpu.length > 0 && { cpu }),
    ...(os.includes('linux') && libc.length > 0 && { libc }),
  }
}

let added = 0
for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (!/^\d/.test(version)) continue
    const entry = found(path, name)
    if (entry?.version === version) continue
    packages[entry ? `${path}/node_modules/${name}` : `node_modules/${name}`] = platformPackage(
      name,
      version,
    )
    added++
  }
}

for (const [path, entry] of Object.entries(packages)) {
  if (path === '' || entry.link || entry.inBundle || !entry.version) continue
  const name = entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
  entry.resolved = `${REGISTRY}/${name}/-/${name.slice(name.indexOf('/') + 1)}-${entry.version}.tgz`
}

const sorted = Object.entries(packages).toSorted(([a], [b]) => (a < b ? -1 : 1))
lock.packages = Object.fromEntries(sorted.map(([path, entry]) => [path, inOrder(path, entry)]))
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added} platform packages added to ${FILE}.`)

/** As npm writes it: version, source and digest first.
 * @param {string} path @param {Entry} entry @returns {Entry} */
function inOrder(path, { name, version, resolved, integrity, ...rest }) {
  if (path === '') return { ...packages[''] }
  return {
    ...(name && { name }),
    ...(version && { version }),
    ...(resolved && { resolved }),
    ...(integrity && { integrity }),
    ...rest,
  }
}
