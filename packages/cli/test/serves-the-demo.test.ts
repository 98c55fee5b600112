import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createSite } from '../src/site.ts'

/** A built demo behind a port, with a file beside it that is nobody's business. */
async function started() {
  const folder = mkdtempSync(join(tmpdir(), 'symbolon-site-'))
  const site = join(folder, 'public')
  mkdirSync(join(site, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'not for you')
  writeFileSync(join(site, 'index.html'), '<!doctype html><title>demo</title>')
  writeFileSync(join(site, 'assets', 'index-1a2b.js'), 'let nothing')
  const made = createSite(site)!
  const server = createServer(made.answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
    rmSync(folder, { recursive: true })
  })
  return { ...made, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

test('the demo runs its own scripts alone and speaks with its own port alone', async () => {
  const { url } = await started()
  const reply = await fetch(`${url}/?from=banner`)
  expect(await reply.text()).toContain('<title>demo</title>')
  const policy = `${reply.headers.get('content-security-policy')}`
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain(`connect-src 'self' wss://${new URL(url).host};`)
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe-eval')
  expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
})

test('what is named by its content is kept for good, the page is asked for again', async () => {
  const { url } = await started()
  const script = await fetch(`${url}/assets/index-1a2b.js`)
  expect(script.headers.get('cache-control')).toContain('immutable')
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  const { headers } = await fetch(url)
  expect(headers.get('cache-control')).toBe('no-cache')
  const again = await fetch(url, { headers: { 'if-none-match': headers.get('etag')! } })
  expect(again.status).toBe(304)
})

test('HEAD says the same without the page; nothing else is taken', async () => {
  const { url } = await started()
  const head = await fetch(url, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
    200,
    '34',
    '',
  ])
  expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(405)
})

test.each(['/..%2fsecret.txt', '/%2e%2e/secret.txt', '/assets/..%5c..%5csecret.txt', '/assets'])(
  '%s leads nowhere',
  async (path) => {
    const { url } = await started()
    const reply = await fetch(url + path)
    expect([reply.status, await reply.text()]).toEqual([404, 'there is nothing here\n'])
  },
)

test('tokens and the paste box are the token server’s affair, once it runs', async () => {
  const { url, useTokenServer } = await started()
  expect((await fetch(`${url}/v1/tokens`)).status).toBe(503)
  useTokenServer((request, response) => void response.end(`asked for ${request.url}`))
  for (const path of ['/v1/tokens', '/explain', '/explain/assets/a.js', '/explain?x'])
    expect(await (await fetch(url + path)).text()).toBe(`asked for ${path}`)
  expect((await fetch(`${url}/explainer`)).status).toBe(404)
})

test('where it was not built there is none', () => {
  expect(createSite(join(tmpdir(), 'symbolon-no-such-folder'))).toBeUndefined()
})
