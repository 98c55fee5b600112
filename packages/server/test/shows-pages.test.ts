import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { codeTables } from '../src/error-codes.ts'
import { testApp } from './fixture.ts'

const pages = ['/', '/docs', '/docs/errors']

test.each(pages)('%s runs no script, loads nothing and cannot be framed', async (url) => {
  const { app } = await testApp()
  const { headers, body } = await app.inject(url)
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  const policy = String(headers['content-security-policy'])
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
  expect(headers['x-content-type-options']).toBe('nosniff')
  const style = /<style>([\s\S]*?)<\/style>/.exec(body)![1]!
  expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`)
  expect(body).not.toMatch(/<script|\son\w+=|style="/i)
  expect(body.match(/(?:src|href)="(?!\/|data:,|#)[^"]*"/g)).toBeNull()
})

test('the first page says what runs here and how to call it', async () => {
  const { app } = await testApp({ keyNeeded: true })
  const { body } = await app.inject({ url: '/', headers: { host: 'tokens.example:8080' } })
  for (const text of [
    '970CA35de60c44645bbae8a215061b33',
    'http://tokens.example:8080/v1/tokens',
    'POST /v1/tokens',
    '$SYMBOLON_API_KEY',
  ]) {
    expect(body).toContain(text)
  }
  expect(body).not.toContain('demo project')
})

test('where a demo runs beside it, the first page leads to it', async () => {
  expect((await (await testApp()).app.inject('/')).body).not.toContain('demo</a>')
  const { app } = await testApp({ demoUrl: 'https://localhost:4443/' })
  expect((await app.inject('/')).body).toContain('<a href="https://localhost:4443/">demo</a>')
})

test('a strange Host is not repeated', async () => {
  const { app } = await testApp()
  const { body } = await app.inject({ url: '/', headers: { host: '"><b>x' } })
  expect(body).not.toContain('<b>x')
  expect(body).toContain('http://localhost/v1/tokens')
})

test('behind a proxy that ends TLS the command lines speak https', async () => {
  const { app } = await testApp()
  const headers = { host: 'tokens.example', 'x-forwarded-proto': 'https' }
  expect((await app.inject({ url: '/', headers })).body).toContain(
    'https://tokens.example/v1/tokens',
  )
})

test('every operation of the OpenAPI document is on the page', async () => {
  const { app } = await testApp()
  const { body } = await app.inject('/docs')
  const { paths } = (await app.inject('/openapi.json')).json()
  for (const [path, methods] of Object.entries<Record<string, { operationId: string }>>(paths)) {
    for (const [method, { operationId }] of Object.entries(methods)) {
      expect(body).toContain(`id="${operationId}"`)
      expect(body).toContain(`<code>${method.toUpperCase()} ${path}</code>`)
    }
  }
  expect(body).toContain('<code>rtc.privileges.joinChannel</code>')
})

test('every code has a place to link to', async () => {
  const { app } = await testApp()
  const { body } = await app.inject('/docs/errors')
  for (const { code } of codeTables.flatMap(({ codes }) => codes))
    expect(body).toContain(`id="${code}"`)
})
