import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { clean } from '../src/observe/clean.ts'
import { humanLog } from '../src/observe/human-log.ts'
import { jsonLog } from '../src/observe/json-log.ts'
import { now, project, temporaryFolder, testApp } from './fixture.ts'

test('it says who got what until when', async () => {
  const { post, lines } = await testApp()
  const answer = await post('/v1/tokens', {
    rtc: { channel: 'lobby', uid: 7, role: 'subscriber' },
    rtm: { userId: 'seven', permissions: { users: { read: ['a'] } } },
  })
  expect(lines).toEqual([
    {
      level: 'info',
      message: 'issued',
      fields: {
        caller: 'anonymous',
        dialect: 'v1',
        appId: project.appId,
        version: '007',
        services: [
          { type: 'rtc', channel: 'lobby', uid: '7', privileges: { joinChannel: 3600 } },
          { type: 'rtm2', userId: 'seven', privileges: { login: 3600 } },
        ],
        issuedAt: now,
        expiresAt: now + 3600,
        requestId: answer.headers['x-request-id'],
      },
    },
  ])
})

test('no token leaves when it cannot be written down', async () => {
  const full = () => {
    throw new Error('no space left')
  }
  const log = { info: full, warn: full, error: () => undefined }
  const { post } = await testApp({ log })
  const answer = await post('/v1/tokens', { rtc: { channel: 'lobby', uid: 7 } })
  expect(answer.statusCode).toBe(500)
  expect(answer.body).not.toContain('007')
})

test('texts of callers are bounded and cannot move a cursor', () => {
  expect(clean('a\u001b[2Jb\r\nc\u0085d\u202ee')).toBe(
    'a\\u001b[2Jb\\u000d\\u000ac\\u0085d\\u202ee',
  )
  expect(clean('ä'.repeat(300))).toBe(`${'ä'.repeat(256)}…`)
  expect(clean('plain text')).toBe('plain text')
})

test('JSON lines are whole objects, with the level in words', () => {
  const written: string[] = []
  const log = jsonLog({ write: (text) => written.push(text) })
  log.warn({ channel: 'a\nb"c' }, 'issued "all"')
  log.info(() => ({}), 'stopped')
  log.close()
  expect(
    written
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { level: 'warn', time: expect.any(Number), msg: 'issued "all"', channel: 'a\nb"c' },
    { level: 'info', time: expect.any(Number), msg: 'stopped' },
  ])
})

test('JSON lines are written many at a time, and none waits longer than a quarter of a second', () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const written: string[] = []
  const log = jsonLog({ write: (text) => written.push(text) })
  for (let i = 0; i < 300; i++) log.info({ i }, 'issued')
  expect(written).toHaveLength(1)
  vi.advanceTimersByTime(250)
  expect(written).toHaveLength(2)
  expect(written.join('').match(/"msg":"issued"/g)).toHaveLength(300)
  log.close()
})

test('what goes to a file descriptor is there once the log is closed', async () => {
  const path = join(temporaryFolder(), 'log')
  const fd = openSync(path, 'w')
  const log = jsonLog(fd)
  for (let i = 0; i < 1000; i++) log.info({ i }, 'issued')
  log.close()
  const numbers = () =>
    readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).i as number)
      .sort((one, other) => one - other)
  // a block that was being written at the close ends by itself, and may come after the last one
  await expect.poll(numbers).toEqual(Array.from({ length: 1000 }, (_, i) => i))
  closeSync(fd)
})

test('lines for people fit on one line each', () => {
  const written: string[] = []
  const log = humanLog({ write: (line) => written.push(line) }, () => 0)
  const services = [{ type: 'rtc', channel: 'my room', uid: '', privileges: { joinChannel: 60 } }]
  log.info({ dialect: 'v1', services, absent: undefined }, 'issued')
  log.warn({ channel: 'a\nb' }, 'issued')
  log.error({ stack: 'Error: x\n    at y' }, 'failed')
  expect(written.map((line) => line.slice(9))).toEqual([
    'issued dialect=v1 services=(type=rtc channel="my room" uid="" privileges=(joinChannel=60))\n',
    '! issued channel=a\\u000ab\n',
    '✗ failed\n    Error: x\n    at y\n',
  ])
})
