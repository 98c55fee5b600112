import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { key, start } from '../fixture.ts'

test('without a port for them nothing is measured, and the port of the server never shows metrics', async () => {
  const { url, metricsUrl } = await start()
  expect(metricsUrl).toBeUndefined()
  expect((await fetch(`${url}/metrics`)).status).toBe(404)
  const measured = await start({ SYMBOLON_METRICS_PORT: '0' })
  expect((await fetch(`${measured.url}/metrics`)).status).toBe(404)
  expect(new URL(measured.metricsUrl!).hostname).toBe('127.0.0.1')
})

test('the port of metrics answers nothing else, and only who brings its key', async () => {
  const { metricsUrl } = await start({ SYMBOLON_METRICS_PORT: '0', SYMBOLON_METRICS_KEY: key })
  const get = (url: string, authorization = '') => fetch(url, { headers: { authorization } })
  expect((await get(metricsUrl!)).status).toBe(401)
  expect((await get(metricsUrl!, `Bearer ${key}x`)).status).toBe(401)
  const answer = await get(metricsUrl!, `Bearer ${key}`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=/)
  const elsewhere = new URL('/rtcToken?channelName=a', metricsUrl).href
  expect((await get(elsewhere, `Bearer ${key}`)).status).toBe(404)
  const posted = { method: 'POST', headers: { authorization: `Bearer ${key}` } }
  expect((await fetch(metricsUrl!, posted)).status).toBe(404)
})

test('no start where other machines could read metrics without a key', async () => {
  const open = { SYMBOLON_METRICS_PORT: '0', SYMBOLON_METRICS_HOST: '0.0.0.0' }
  await expect(start(open)).rejects.toThrow(/SYMBOLON_METRICS_KEY/)
  const { metricsUrl } = await start({ ...open, SYMBOLON_METRICS_KEY: key })
  expect(metricsUrl).toBeDefined()
})

test('a port that is taken ends the start, and nothing is left running', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as { port: number }
  try {
    const starting = start({ SYMBOLON_METRICS_PORT: `${port}` })
    await expect(starting).rejects.toThrow(/SYMBOLON_METRICS_PORT.*EADDRINUSE/)
  } finally {
    other.close()
  }
})

test('the port of metrics closes with the server', async () => {
  const server = await start({ SYMBOLON_METRICS_PORT: '0' })
  await server.close(0.2)
  await expect(fetch(server.metricsUrl!)).rejects.toThrow()
})
