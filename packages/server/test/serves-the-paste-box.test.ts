import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { pasteBoxHeaders } from '../src/pages/explain.ts'
import { readPublicFiles } from '../src/pages/public-files.ts'
import { testApp } from './fixture.ts'

/** A built page in a folder, with a file beside it that is nobody's business. */
function built() {
  const folder = mkdtempSync(join(tmpdir(), 'symbolon-public-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const site = join(folder, 'public')
  mkdirSync(join(site, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'not for you')
  writeFileSync(join(site, 'index.html'), '<!doctype html><title>box</title>')
  writeFileSync(join(site, 'assets', 'index-1a2b.js'), 'let nothing')
  return readPublicFiles(site, pasteBoxHeaders)
}

test('the page can fetch nothing, and runs no script but its own', async () => {
  const { app } = await testApp({ pasteBox: built() })
  for (const url of ['/explain', '/explain/']) {
    const { statusCode, headers, body } = await app.inject(url)
    expect([statusCode, body]).toEqual([200, '<!doctype html><title>box</title>'])
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("connect-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(headers['cache-control']).toBe('no-cache')
  }
})

test('what is named by its content is kept for good, the page is asked for again', async () => {
  const { app } = await testApp({ pasteBox: built() })
  const script = await app.inject('/explain/assets/index-1a2b.js')
  expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
  expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  const { headers } = await app.inject('/explain')
  const again = await app.inject({
    url: '/explain',
    headers: { 'if-none-match': `"other", W/${headers.etag}` },
  })
  expect([again.statusCode, again.body]).toEqual([304, ''])
})

test('HEAD says the same without the page', async () => {
  const { app } = await testApp({ pasteBox: built() })
  const { statusCode, headers, body } = await app.inject({ url: '/explain', method: 'HEAD' })
  expect([statusCode, body, headers['content-length']]).toEqual([200, '', '33'])
})

test.each([
  '/explain/../secret.txt',
  '/explain/..%2fsecret.txt',
  '/explain/%2e%2e/secret.txt',
  '/explain/..%5csecret.txt',
  '/explain/assets/..%2f..%2fsecret.txt',
  '/explain//secret.txt',
  '/explain/assets',
  '/explain/ASSETS/index-1a2b.js',
  '/explain/index.html%00',
])('%s leads nowhere', async (url) => {
  const { app } = await testApp({ pasteBox: built() })
  const { statusCode, body } = await app.inject(url)
  expect([statusCode, body.includes('not for you')]).toEqual([404, false])
})

test('where it was not built, it says how to build it', async () => {
  expect(readPublicFiles(join(tmpdir(), 'symbolon-no-such-folder'), {})).toBeUndefined()
  const { app } = await testApp({ pasteBox: undefined })
  const { statusCode, body } = await app.inject('/explain')
  expect(statusCode).toBe(503)
  expect(body).toContain('npm run build')
})

test('the first page leads to it', async () => {
  const { app } = await testApp()
  expect((await app.inject('/')).body).toContain('href="/explain"')
})
