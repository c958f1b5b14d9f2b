import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { capture, isPublicAddress } from './capture.ts'

const page =
  '<html><head><title>Informe &aacute;nual &#8211;\n 2021</title></head><body>hola</body></html>'
const answers: Record<string, RequestListener> = {
  '/page': (_request, response) =>
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page),
  '/latin': (_request, response) =>
    response
      .setHeader('Content-Type', 'text/html; charset=iso-8859-1')
      .end(Buffer.from('<title>A\xf1o</title>', 'latin1')),
  '/gone': (_request, response) => {
    response.statusCode = 410
    response.end()
  },
  '/private': (_request, response) => {
    response.statusCode = 403
    response.end()
  },
  '/broken': (_request, response) => {
    response.statusCode = 503
    response.end()
  },
  '/moved': (_request, response) => {
    response.statusCode = 302
    response.setHeader('Location', '/page')
    response.end()
  },
  '/round': (_request, response) => {
    response.statusCode = 302
    response.setHeader('Location', '/round')
    response.end()
  },
  '/inward': (_request, response) => {
    response.statusCode = 302
    response.setHeader('Location', 'http://169.254.169.254/latest/meta-data')
    response.end()
  },
  '/to-file': (_request, response) => {
    response.statusCode = 302
    response.setHeader('Location', 'file:///etc/passwd')
    response.end()
  },
  '/large': (_request, response) => {
    response.setHeader('Content-Type', 'application/pdf')
    const piece = Buffer.alloc(1_000_000)
    const more = () => {
      while (response.write(piece));
      response.once('drain', more)
    }
    more()
    response.on('close', () => response.removeAllListeners('drain'))
  },
  '/cut': (_request, response) => {
    response.setHeader('Content-Length', '1000')
    response.write('x', () => response.destroy())
  },
}

let server: Server
let at = ''
beforeAll(async () => {
  server = createServer((request, response) =>
    (
      answers[request.url ?? ''] ??
      ((_one, other) => {
        other.statusCode = 404
        other.end()
      })
    )(request, response),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(
  () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    }),
)

const inside = { privateAddresses: true }

describe('what stands at a link', () => {
  it('is its title, its kind, its size and its digest', async () => {
    expect(await capture(`${at}/page`, inside)).toEqual({
      reached: true,
      problem: null,
      status: 200,
      finalAddress: null,
      title: 'Informe ánual – 2021',
      type: 'text/html',
      size: page.length,
      digest: createHash('sha256').update(page).digest('hex'),
    })
  })

  it('is read in the page’s own letters', async () => {
    expect((await capture(`${at}/latin`, inside)).title).toBe('Año')
  })

  it('says where it was found in the end', async () => {
    expect(await capture(`${at}/moved`, inside)).toMatchObject({
      reached: true,
      finalAddress: `${at}/page`,
      title: 'Informe ánual – 2021',
    })
  })

  it('has no digest where there is more than is read', async () => {
    expect(await capture(`${at}/large`, inside)).toMatchObject({
      reached: true,
      size: null,
      digest: null,
      type: 'application/pdf',
    })
  })

  it.each([
    ['/nowhere', 'not-found', 404],
    ['/gone', 'not-found', 410],
    ['/private', 'refused', 403],
    ['/broken', 'failed', 503],
    ['/round', 'too-many-redirects', null],
    ['/cut', 'unreachable', null],
  ])('%s: %s', async (path, problem, status) => {
    expect(await capture(`${at}${path}`, inside)).toMatchObject({
      reached: false,
      problem,
      status,
      digest: null,
    })
  })

  it.each(['http://no-such-name.invalid/', 'http://127.0.0.1:1/', 'http://[::1]:1/'])(
    '%s cannot be reached',
    async (address) => {
      expect(await capture(address, inside)).toMatchObject({ reached: false, problem: 'unreachable' })
    },
  )
})

describe('the server is not made to ask its own network', () => {
  it.each(['/page', '/inward'])('at %s', async (path) => {
    expect(await capture(`${at}${path}`, { privateAddresses: false })).toMatchObject({
      reached: false,
      problem: 'private-address',
    })
  })

  it('by a name that leads there', async () => {
    const { port } = new URL(at)
    expect(await capture(`http://localhost:${port}/page`, { privateAddresses: false })).toMatchObject({
      problem: 'private-address',
    })
  })

  it('by a redirect to a file', async () => {
    expect(await capture(`${at}/to-file`, inside)).toMatchObject({ problem: 'private-address' })
  })

  it.each([
    ['93.184.216.34', true],
    ['2606:2800:220:1:248:1893:25c8:1946', true],
    ['127.0.0.1', false],
    ['10.1.2.3', false],
    ['192.168.1.1', false],
    ['172.16.0.9', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['::1', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['::ffff:10.0.0.1', false],
    ['::ffff:127.0.0.1', false],
    ['64:ff9b::a00:1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['2002:7f00:1::', false],
  ])('%s is public: %s', (address, expected) => expect(isPublicAddress(address)).toBe(expected))
})
