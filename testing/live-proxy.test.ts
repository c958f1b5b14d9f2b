import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, expect, inject, it } from 'vitest'
import { liveCommittee } from './live-committee.ts'
import { eventually, forkLiveServer, openWriter } from './live-table.ts'
import { freePort } from '../scripts/postgres.ts'
import { filesOf } from './databases.ts'
import { useDatabase } from './use-database.ts'

// Two servers on one database behind a real nginx, with the site that docs/operations.md gives to operators.

const nginx = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
  .map((directory) => join(directory, 'nginx'))
  .find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })

const database = await useDatabase()
const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close()
})

/** The operator's site, on this port and without its certificate, before these servers. */
async function startNginx(port: number, servers: number[]): Promise<void> {
  const directory = mkdtempSync(join(inject('server').dataDir, 'nginx-'))
  const site = readFileSync('docs/nginx.conf', 'utf8')
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
    .replaceAll(/^ *ssl_certificate.*\n/gm, '')
    .replaceAll(/127\.0\.0\.1:300([01])/g, (_, which) => `127.0.0.1:${servers[Number(which)]}`)
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((one) => `${one}_temp_path ${directory}/${one};`)
    .join('\n')
  writeFileSync(
    join(directory, 'nginx.conf'),
    `daemon off;\nworker_processes 1;\npid ${directory}/pid;\nerror_log ${directory}/error.log;\nevents {}\nhttp {\n${places}\n${site}}\n`,
  )
  const child = spawn(
    nginx ?? '',
    ['-p', directory, '-e', join(directory, 'error.log'), '-c', join(directory, 'nginx.conf')],
    { stdio: 'ignore' },
  )
  const gone = once(child, 'exit')
  open.push(async () => {
    child.kill('SIGTERM')
    await gone
    rmSync(directory, { recursive: true })
  })
  await eventually(() =>
    serverBehind(port, '127.0.0.1').then(
      () => true,
      () => child.exitCode !== null,
    ),
  )
  if (child.exitCode !== null) throw new Error(readFileSync(join(directory, 'error.log'), 'utf8'))
}

/** Which server answers whoever comes from an address. */
async function serverBehind(port: number, localAddress: string): Promise<number> {
  const asked = request({ host: '127.0.0.1', port, localAddress }).end()
  const [answer] = await once(asked, 'response')
  return Number(await text(answer))
}

it.skipIf(!nginx || process.platform !== 'linux')(
  'two write at once through nginx (where it is installed), each at another server; one server dies, and nothing of its writer is lost',
  async () => {
    const committee = await liveCommittee(database.appUrl, 'tras-nginx')
    open.push(() => committee.database.$disconnect())
    const port = await freePort()
    const serve = async () => {
      const server = await forkLiveServer({
        databaseUrl: database.appUrl,
        directory: filesOf(inject('server')),
        publicUrl: `http://localhost:${port}`,
      })
      open.push(() => server.child.kill('SIGKILL'))
      return server
    }
    const servers = [await serve(), await serve()]
    await startNginx(
      port,
      servers.map((server) => server.port),
    )
    const addresses = Array.from({ length: 40 }, (_, at) => `127.0.0.${at + 2}`)
    const behind = await Promise.all(addresses.map((address) => serverBehind(port, address)))
    const { meeting, item } = await committee.convened()
    const [ana, beto] = servers.map((server, place) => {
      const writer = openWriter({
        port,
        forum: committee.forum,
        meeting,
        cookie: committee.cookies[place] ?? '',
        localAddress: addresses[behind.indexOf(server.port)] ?? '',
      })
      open.push(writer.stop)
      return writer
    })
    if (!ana || !beto) throw new Error('two write')
    await Promise.all([ana.synced(), beto.synced()])

    for (let at = 0; at < 20; at += 1) {
      await Promise.all([ana.typeAndSend(item, `a${at} `), beto.typeAndSend(item, `b${at} `)])
    }
    await Promise.all([ana.until('saved'), beto.until('saved')])
    servers[0]?.child.kill('SIGKILL')
    for (let at = 20; at < 40; at += 1) {
      ana.type(item, `a${at} `)
      await beto.typeAndSend(item, `b${at} `)
    }
    // However soon she came back: her server is dead, so it is the other one that says so.
    await Promise.all([ana.until('saved'), beto.until('saved')])

    const words = (text: string) => (text.match(/\b[ab]\d+\b/g) ?? []).toSorted()
    const all = Array.from({ length: 40 }, (_, at) => [`a${at}`, `b${at}`])
      .flat()
      .toSorted()
    await eventually(() => ana.text(item) === beto.text(item))
    expect(words(ana.text(item))).toEqual(all)
    const row = async () =>
      (await committee.database.draftItem.findUnique({ where: { agendaItemId: item } }))?.text ?? ''
    await eventually(async () => words(await row()).length >= all.length)
    expect(words(await row())).toEqual(all)
  },
)
