import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '..')

/** One of the project's own scripts or tools, on this Node. It ends when we do; what it says is kept for when it fails. */
export const run = (script: string, args: string[] = [], environment: Record<string, string> = {}) =>
  new Promise<{ code: number | null; text: string }>((done, failed) => {
    const said: Buffer[] = []
    const child = spawn(process.execPath, [resolve(ROOT, script), ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: Object.assign({}, process.env, environment),
    })
    const alongWithUs = () => child.kill()
    process.once('exit', alongWithUs)
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => said.push(part))
    child.on('error', failed)
    child.on('close', (code) => {
      process.off('exit', alongWithUs)
      done({ code, text: Buffer.concat(said).toString() })
    })
  })
