import { join } from 'node:path'
import { expect, test } from 'vitest'
import { command, folder } from './symbolon.ts'

let count = 0

async function owner(...create: readonly string[]) {
  const env = { SYMBOLON_DATA_DIR: join(folder, `bans-${++count}`) }
  const run = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await command([...args, '--json'], { env })
    return { code, stderr, ...JSON.parse(stdout) }
  }
  const text = async (...args: readonly string[]) => (await command(args, { env })).stdout
  const made = create.length === 0 ? ['project', 'create', '--name', 'Shop'] : create
  expect((await run(...made)).code).toBe(0)
  return { run, text }
}

test('who is kicked is banned, and what goes on working is said', async () => {
  const { run, text } = await owner()
  await text('token', 'temp', '--channel', 'lobby')
  const said = await text('kick', '7', '--channel', 'lobby', '--reason', 'spam')
  expect(said).toMatch(/^uid 7 in lobby {2}until \d{4}-/)
  expect(said).toContain('reissue   denied')
  expect(said).toContain('platform  queued')
  expect(said).toContain('the emulator is told by symbolon dev')
  expect(said).toContain('Still alive for any user, or a pattern that fits: 1 grant')
  expect(said).toContain('nobody is given a token for any user of "lobby"')
  const { data } = await run('ban', 'list')
  expect(data.bans).toMatchObject([
    { uid: 7, channel: 'lobby', reason: 'spam', reissue: 'denied', platform: { state: 'queued' } },
  ])
  const [{ createdAt, until }] = data.bans
  expect(until - createdAt).toBeGreaterThan(86_390) // as long as the temporary token
})

test('an account is refused tokens, and it is said that the platform cannot put it out', async () => {
  const { run } = await owner()
  const { code, data } = await run('kick', '--account', 'ana', '--for', '30m')
  expect([code, data.ban]).toMatchObject([
    0,
    { account: 'ana', reissue: 'denied', platform: { state: 'impossible' } },
  ])
  expect(data.ban.until - data.ban.createdAt).toBe(1800)
  expect(data.notes[0]).toContain('cannot put out the account "ana"')
})

test('a lifted ban is off the list, and stays known', async () => {
  const { run, text } = await owner()
  const { data } = await run('kick', '7')
  const lifted = await run('ban', 'lift', data.ban.id)
  expect(lifted.data.ban).toMatchObject({ reissue: 'allowed', platform: { state: 'lifted' } })
  expect(await text('ban', 'list')).toBe('nobody is banned\n')
  expect(await text('ban', 'list', '--all')).toMatch(
    /^uid 7 everywhere {2}\(over\)[\s\S]*lifted by /,
  )
  expect((await run('ban', 'lift', 'b_none')).error.code).toBe('BAN_UNKNOWN')
})

test('a ban that names nobody, or too much, is refused', async () => {
  const { run } = await owner()
  const wrong = [
    [],
    ['ana'],
    ['0'],
    ['7', '--account', 'ana'],
    ['--channel', '*'],
    ['7', '--for', '5s'],
    ['7', '--for', '60'],
    ['7', '--reason', ''],
  ]
  for (const args of wrong) {
    expect([args, (await run('kick', ...args)).error.code]).toEqual([args, 'USAGE'])
  }
  expect((await run('ban', 'list', '--limit', '0')).error.code).toBe('USAGE')
})
