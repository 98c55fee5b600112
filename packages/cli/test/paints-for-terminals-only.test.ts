import { PassThrough, Readable } from 'node:stream'
import { mint } from '@symbolon/token'
import { expect, test } from 'vitest'
import { dispatch } from '../src/dispatch.ts'
import { appId, certificate, credentials, folder } from './symbolon.ts'

const now = 1_800_000_000
const services = [
  {
    type: 'rtc' as const,
    channel: 'lobby',
    uid: '7',
    privileges: { joinChannel: 600, publishAudio: 600 },
  },
]
const token = mint(
  { version: '007', appId, issuedAt: now - 600, expiresInSeconds: 3600, services },
  certificate,
)

async function onTerminal(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const io = {
    env: { ...credentials, ...env },
    cwd: folder,
    stdin: Readable.from([]),
    stdout,
    stderr,
    isTty: true,
    now: () => now,
  }
  await dispatch(args, io)
  return String(stdout.read() ?? '') + String(stderr.read() ?? '')
}

const explain = ['token', 'explain', token, '--channel', 'lobby', '--uid', '7']

test('a terminal gets colours, unless NO_COLOR is set', async () => {
  expect(await onTerminal(explain)).toContain('\u001b[31mrefused')
  expect(await onTerminal(explain, { NO_COLOR: '1' })).not.toContain('\u001b')
})

test('the life of the token is drawn as a bar with a legend', async () => {
  const text = await onTerminal(explain, { NO_COLOR: '1' })
  const bar = /^ {2}├.*┤$/m.exec(text)?.[0].trim() ?? ''
  expect(bar).toHaveLength(60)
  expect(bar.indexOf('●')).toBe(10) // ten minutes of sixty
  expect(text).toContain('├ 2027-01-15 07:50:00Z  issued, 10 min ago')
  expect(text).toContain('● 2027-01-15 08:00:00Z  now')
  expect(text).toContain('┤ 2027-01-15 08:50:00Z  token ends, in 50 min')
})

test('a created token comes with what to know about it', async () => {
  const text = await onTerminal(['token', 'create', '--channel', 'lobby', '--uid', '7'])
  expect(text).toContain(`007 rtc · App ID ${appId} · expires in 1 h`)
  const only = await onTerminal([
    'token',
    'create',
    '--channel',
    'lobby',
    '--uid',
    '7',
    '--token-only',
  ])
  expect(only).toMatch(/^007\S+\n$/)
})

test('what is printed of a hostile token cannot steer the terminal', async () => {
  const hostile = [
    { type: 'rtc' as const, channel: '\u001b[2J\u202e', uid: '7', privileges: { joinChannel: 0 } },
  ]
  const evil = mint(
    { version: '007', appId, issuedAt: now, expiresInSeconds: 60, services: hostile },
    certificate,
  )
  for (const verb of ['explain', 'inspect']) {
    const text = await onTerminal(
      ['token', verb, evil, ...(verb === 'explain' ? explain.slice(3) : [])],
      { NO_COLOR: '1' },
    )
    for (const character of ['\u001b', '\u202e']) expect(text).not.toContain(character)
  }
})
