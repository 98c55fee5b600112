import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, shell } from './symbolon.ts'

const create = 'symbolon token create --channel lobby --uid 7 --role publisher --ttl 1h'

test('without any environment, a channel that differs only by case is told apart', async () => {
  const { code, stdout, stderr } = await shell(
    `${create} | symbolon token explain - --channel Lobby --uid 7`,
  )
  expect(stdout.split('\n')[0]).toBe(
    'refused: channel differs only by case: token "lobby", join "Lobby"',
  )
  expect(stdout).toContain('CHANNEL_CASE (proved)')
  expect(stdout).toContain('CAN_NOT_GET_GATEWAY_SERVER')
  expect({ code, stderr }).toEqual({ code: 5, stderr: '' })
})

test('the same join is accepted', async () => {
  const { code, stdout } = await shell(
    `${create} | symbolon token explain - --channel lobby --uid 7`,
  )
  expect({ code, first: stdout.split('\n')[0] }).toEqual({
    code: 0,
    first: 'accepted: the signature is proven and everything that was given fits',
  })
})

test('both halves may be the first to make the demo project, many times at once', async () => {
  const lines = Array.from({ length: 4 }, (_, i) => {
    const env = { SYMBOLON_DATA_DIR: join(folder, `fresh-${i % 2}`) }
    return shell(`${create} | symbolon token verify - --channel lobby --uid 7`, { env })
  })
  for (const { code, stderr } of await Promise.all(lines))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(readdirSync(join(folder, 'fresh-0'))).toEqual(['demo-project.json'])
})

test('a reader that closes early is no failure', async () => {
  const { code, stderr } = await shell(`symbolon token create --help | head -1`)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})
