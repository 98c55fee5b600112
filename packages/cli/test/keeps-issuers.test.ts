import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { command, folder, write } from './symbolon.ts'

let count = 0

/** A data folder of its own, with a database and nothing in it. */
async function owner() {
  const env = { SYMBOLON_DATA_DIR: join(folder, `issuers-${++count}`) }
  const run = async (...args: readonly string[]) => {
    const { code, stdout } = await command([...args, '--json'], { env })
    return { code, ...JSON.parse(stdout) }
  }
  const text = async (args: readonly string[], input?: string) =>
    (await command(args, { env, ...(input === undefined ? {} : { input }) })).stdout
  const code = async (args: readonly string[], input: string) =>
    (await command(args, { env, input })).code
  await run('project', 'create', '--name', 'My app')
  return { run, text, code }
}

const keyUrl = 'https://sign-in.example/keys'
const shop = ['--issuer', 'https://sign-in.example/', '--audience', 'shop', '--jwks-url', keyUrl]

test('an issuer is added, shown, switched and removed', async () => {
  const { run, text } = await owner()
  expect(await text(['issuer', 'list'])).toBe('No issuer yet: symbolon issuer add\n')
  const more = ['--audience', 'other', '--algorithm', 'ES256', '--claim', 'uid', '--name', 'Shop']
  const added = await run('issuer', 'add', 'shop', ...shop, ...more)
  expect(added.data.issuer).toMatchObject({
    ...{ id: 'shop', name: 'Shop', issuer: 'https://sign-in.example/', jwksUrl: keyUrl },
    ...{ audience: ['shop', 'other'], algorithms: ['ES256'], claim: 'uid', enabled: true },
  })
  expect((await run('issuer', 'disable', 'shop')).data.issuer.enabled).toBe(false)
  expect(await text(['issuer', 'list'])).toContain('Shop  (disabled)\n  id          shop\n')
  expect((await run('issuer', 'enable', 'shop')).data.issuer.enabled).toBe(true)
  expect((await run('issuer', 'list')).data.issuers).toEqual([added.data.issuer])
  const again = await run('issuer', 'add', 'shop', ...shop)
  expect(again).toMatchObject({ code: 1, error: { code: 'ISSUER_EXISTS' } })
  expect((await run('issuer', 'remove', 'shop')).code).toBe(0)
  expect((await run('issuer', 'list')).data.issuers).toEqual([])
})

test.each([
  [['add'], 'issuer add <id>'],
  [['add', 'shop'], '--issuer is missing'],
  [['add', 'shop', '--issuer', 'https://a.example'], '--audience is missing'],
  [['enable'], 'which?'],
  [['disable'], 'which?'],
  [['remove'], 'which?'],
  [['try'], 'from stdin or a file'],
  [['try', 'eyJ.eyJ.sig'], 'from stdin or a file'],
])('issuer %j is not understood: %s', async (args, message) => {
  const { run } = await owner()
  expect(await run('issuer', ...args)).toMatchObject({
    code: 2,
    error: { code: 'USAGE', message: expect.stringContaining(message) },
  })
})

test('what is wrong with an issuer is said', async () => {
  const { run } = await owner()
  const hmac = await run('issuer', 'add', 'shop', ...shop, '--algorithm', 'HS256')
  expect(hmac).toMatchObject({ code: 1, error: { code: 'REQUEST_INVALID' } })
  expect(hmac.error.message).toContain('algorithms is of RS256,')
  const plain = ['--issuer', 'http://sign-in.example', '--audience', 'shop']
  const insecure = await run('issuer', 'add', 'shop', ...plain)
  expect(insecure.error.message).toContain('issuer is not https')
  expect(await run('issuer', 'remove', 'none')).toMatchObject({ error: { code: 'ISSUER_UNKNOWN' } })
})

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

test('why a JWT proves nobody is said, and shown by the exit code', async () => {
  const { run, text, code } = await owner()
  await run('issuer', 'add', 'shop', ...shop)
  const forged = (header: object, payload: object) => {
    const start = `${part(header)}.${part(payload)}`
    return `${start}.${createHmac('sha256', 'x').update(start).digest('base64url')}`
  }
  const hs256 = forged({ alg: 'HS256' }, { iss: 'https://sign-in.example/' })
  expect(await text(['issuer', 'try', '-'], hs256)).toBe(
    'refused: JWT_ALGORITHM\nalg is "HS256", not RS256\n',
  )
  expect(await code(['issuer', 'try', '-'], hs256)).toBe(3)
  const file = write('forged.jwt', `${forged({ alg: 'RS256' }, { iss: 'https://a.example' })}\n`)
  expect(await run('issuer', 'try', `@${file}`)).toMatchObject({
    code: 3,
    data: { accepted: false, reason: 'JWT_ISSUER_UNKNOWN', message: 'iss is "https://a.example"' },
  })
})

test('an issuer whose keys cannot be read is said to be so, with the reason', async () => {
  const { run, text, code } = await owner()
  const server = createServer((_request, response) => response.writeHead(302).end())
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await run('issuer', 'add', 'shop', '--issuer', url, '--audience', 'a', '--jwks-url', `${url}/k`)
  const jwt = `${part({ alg: 'RS256' })}.${part({ iss: url })}.AAAA`
  expect(await text(['issuer', 'try', '-'], jwt)).toBe(
    `refused: JWT_KEYS_UNAVAILABLE\n${url}/k answers 302, not 200\n`,
  )
  expect(await code(['issuer', 'try', '-'], jwt)).toBe(7)
})
