import { expect, test, vi } from 'vitest'
import { openRenderer } from './renderer.ts'

const threadThat = (does: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from 'node:worker_threads'
      parentPort.on('message', (said) => { if (said === 'stop') process.exit(); ${does} })`)}`,
  )
const page = (address: string) => ({ address, logSize: 1, version: 'a' })
const echo = 'parentPort.postMessage({ id: said.id, made: { status: 200, html: said.address } })'

test('each page that is asked for is answered with its own', async () => {
  const renderer = openRenderer(threadThat(echo))
  const asked = ['/a', '/b', '/c']
  const made = await Promise.all(asked.map((address) => renderer.render(page(address))))
  expect(made.map(({ html }) => html)).toEqual(asked)
  await renderer.stop()
})

test('what fails is told to whoever asked for it, and to nobody else', async () => {
  const renderer = openRenderer(
    threadThat(`if (said.address === '/bad') parentPort.postMessage({ id: said.id, failed: 'a fault' })
      else ${echo}`),
  )
  const [bad, good] = await Promise.allSettled([
    renderer.render(page('/bad')),
    renderer.render(page('/good')),
  ])
  expect(bad).toMatchObject({ status: 'rejected', reason: { message: 'a fault' } })
  expect(good).toMatchObject({ status: 'fulfilled', value: { html: '/good' } })
  await renderer.stop()
})

test('a thread that ends has failed what it was making, and the next page is made by another', async () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const renderer = openRenderer(
    threadThat(`if (said.address === '/fatal') throw new Error('out of memory'); ${echo}`),
  )
  await expect(renderer.render(page('/fatal'))).rejects.toThrow('has ended')
  expect(told).toHaveBeenCalledOnce()
  expect(await renderer.render(page('/good'))).toMatchObject({ html: '/good' })
  await renderer.stop()
  told.mockRestore()
})

test('it stops, whether or not there is a thread', async () => {
  const renderer = openRenderer(threadThat('process.exit()'))
  await expect(renderer.render(page('/a'))).rejects.toThrow('has ended')
  await renderer.stop()
})
