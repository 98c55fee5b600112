import { createHash, createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync, inflateSync } from 'node:zlib'
import { dynamicKey, signalingToken } from '@symbolon/token'
import { expect, test } from 'vitest'
import type { Claims007, InspectedClaims006, Service } from '../src/claims.ts'
import { inspect } from '../src/inspect.ts'
import { mint } from '../src/mint.ts'

const appId = '970CA35de60c44645bbae8a215061b33'
const certificate = '5CFd2fd1755d40ecb72977518be15d3b'
const issuedAt = 1_700_000_000
const end = issuedAt + 3600
const key = { appId, certificate, channel: 'lobby', unixTs: issuedAt, randomInt: 58964981 }
const late = { uid: 7, expiredTs: end }

function page(name: string): string {
  return readFileSync(join(import.meta.dirname, '../../../docs/wire', name), 'utf8')
}

/** The rows of the table that takes a token apart. */
function rows(name: string): { at: number; bytes: Buffer }[] {
  const cells = page(name).matchAll(/^\| (\d+) \| `([0-9a-f]+)` \| .+ \|$/gm)
  return [...cells].map(([, at, hex]) => ({ at: Number(at), bytes: Buffer.from(hex!, 'hex') }))
}

/** The lines that stand alone in a block of code. */
function blocks(name: string): string[] {
  return [...page(name).matchAll(/```text\n(.+)\n```/g)].map(([, line]) => line!)
}

const pages = ['007.md', '006.md', 'channel-keys.md']

test.each(pages)('the offsets in %s are those of the bytes', (name) => {
  let at = 0
  for (const row of rows(name)) {
    expect(row.at).toBe(at)
    at += row.bytes.length
  }
  expect(rows(name).length).toBeGreaterThan(8)
})

const bytesOf = (name: string) => Buffer.concat(rows(name).map(({ bytes }) => bytes))

test('007: the bytes are the payload of both texts, and the keys are the ones that sign it', () => {
  const services = [
    {
      type: 'rtc',
      channel: 'lobby',
      uid: '7',
      privileges: { joinChannel: 3600, publishAudio: 3600 },
    },
  ] as const
  const claims = { version: '007', appId, issuedAt, expiresInSeconds: 3600, services } as const
  const texts = [
    mint(claims, certificate, { salt: 1 }),
    mint(claims, certificate, { salt: 1, deflate: deflateSync }),
  ]
  expect(blocks('007.md')).toEqual(texts)
  for (const text of texts) {
    expect(inflateSync(Buffer.from(text.slice(3), 'base64'))).toEqual(bytesOf('007.md'))
  }
  const hmac = (key: Buffer, message: string | Buffer) =>
    createHmac('sha256', key).update(message).digest()
  const [time, salt] = [rows('007.md')[4]!.bytes, rows('007.md')[6]!.bytes]
  const key1 = hmac(time, certificate)
  const key2 = hmac(salt, key1)
  expect(page('007.md')).toContain(`\`key1\` is \`${key1.toString('hex')}\``)
  expect(page('007.md')).toContain(`\`${key2.toString('hex')}\``)
  expect(hmac(key2, bytesOf('007.md').subarray(34))).toEqual(rows('007.md')[1]!.bytes)
})

test('007: services and privileges have the numbers of the table', () => {
  const lines = [...page('007.md').matchAll(/^\| (\d+) \| `(\w+)` \| .* \| (.*) \|$/gm)]
  expect(lines.map(([, id]) => Number(id))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  const texts = { channel: '', uid: '', userId: '', roomUuid: '', userUuid: '' }
  for (const [, id, type, named] of lines) {
    const numbers = [...named!.matchAll(/(\d+) `(\w+)`/g)].map(
      ([, id, name]) => [name!, id!] as const,
    )
    const byNumber = Object.fromEntries(numbers.map(([, id]) => [id, 5]))
    const service = { type, ...texts, role: -1, permissions: {}, privileges: byNumber } as never
    const claims = {
      version: '007',
      appId,
      issuedAt,
      expiresInSeconds: 1,
      services: [service],
    } as const
    const read = inspect(mint(claims, certificate))
    expect(Buffer.from(read.payload, 'hex').readUInt16LE(82)).toBe(Number(id))
    const [{ privileges }] = (read.claims as Claims007).services as [Service]
    expect(privileges).toEqual(Object.fromEntries(numbers.map(([name]) => [name, 5])))
  }
})

test('006: the bytes are the content of the text, signed as the page says', () => {
  const privileges = { joinChannel: end, publishAudio: end }
  const claims = {
    version: '006',
    appId,
    channel: 'lobby',
    uid: '7',
    ts: issuedAt + 86_400,
    privileges,
  } as const
  const text = mint(claims, certificate, { salt: 1 })
  expect(blocks('006.md')).toContain(text)
  expect(Buffer.from(text.slice(35), 'base64')).toEqual(bytesOf('006.md'))
  const signed = Buffer.concat([Buffer.from(`${appId}lobby7`), bytesOf('006.md').subarray(44)])
  const signature = createHmac('sha256', certificate).update(signed).digest()
  expect(signature).toEqual(rows('006.md')[1]!.bytes)
})

test('006: privileges have the numbers of the table', () => {
  const cells = [...page('006.md').matchAll(/(\d+) \| `([a-zA-Z]+)` (?=\|)/g)]
  expect(cells).toHaveLength(14)
  const byNumber = Object.fromEntries(cells.map(([, id]) => [id!, 5]))
  const claims = {
    version: '006',
    appId,
    channel: '',
    uid: '',
    ts: end,
    privileges: byNumber,
  } as const
  const { privileges } = inspect(mint(claims, certificate)).claims as InspectedClaims006
  expect(privileges).toEqual(Object.fromEntries(cells.map(([, , name]) => [name!, 5])))
})

test('Channel Keys: every line is a key, and the bytes are those of version 5', () => {
  const lines = [...page('channel-keys.md').matchAll(/^([1-4]) {2}(\S.*)$/gm)]
  const shown = Object.fromEntries(
    lines.map(([, version, text]) => [version, text!.replaceAll(' ', '')]),
  )
  expect(shown).toEqual({
    1: dynamicKey({ ...key, version: 1 }),
    2: dynamicKey({ ...key, ...late, version: 2 }),
    3: dynamicKey({ ...key, ...late, version: 3 }),
    4: dynamicKey({ ...key, ...late, version: 4 }),
  })
  const permission = { service: 'inChannelPermission', permission: '3' } as const
  const five = dynamicKey({ ...key, ...late, ...permission, version: 5 })
  expect(blocks('channel-keys.md')).toContain(five)
  expect(inspect(five).payload).toBe(bytesOf('channel-keys.md').toString('hex'))
})

test('signaling: the digest is the MD5 of the text that is shown', () => {
  const [hashed, token] = blocks('signaling.md')
  expect(token).toBe(signalingToken({ appId, certificate, account: 'alice', expiredTs: end }))
  expect(token!.split(':').at(-1)).toBe(createHash('md5').update(hashed!).digest('hex'))
})
