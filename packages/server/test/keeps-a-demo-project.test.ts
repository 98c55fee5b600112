import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defaultDataDir } from '../src/project/data-dir.ts'
import { demoProject, lanKey } from '../src/project/project.ts'
import { temporaryFolder } from './fixture.ts'

test('it is made once and stays the same', async () => {
  const folder = join(temporaryFolder(), 'deeper')
  const first = await demoProject(folder)
  expect(first).toEqual({
    appId: expect.stringMatching(/^[0-9a-f]{32}$/),
    certificate: expect.stringMatching(/^[0-9a-f]{32}$/),
    demo: true,
  })
  expect(first.appId).not.toBe(first.certificate)
  expect(await demoProject(folder)).toEqual(first)
})

test('starts at the same moment agree', async () => {
  const folder = temporaryFolder()
  const projects = await Promise.all(Array.from({ length: 20 }, () => demoProject(folder)))
  expect(new Set(projects.map(({ certificate }) => certificate)).size).toBe(1)
  expect(readdirSync(folder)).toEqual(['demo-project.json'])
})

test.runIf(process.platform !== 'win32')('only its owner can read it', async () => {
  const folder = join(temporaryFolder(), 'data')
  await demoProject(folder)
  await lanKey(folder)
  for (const name of readdirSync(folder))
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
})

test.each([
  '',
  '{',
  'null',
  '[]',
  '{"appId":"x","certificate":"y"}',
  `{"appId":"${'a'.repeat(32)}"}`,
])('a damaged file is named and kept: %j', async (text) => {
  const folder = temporaryFolder()
  const path = join(folder, 'demo-project.json')
  writeFileSync(path, text)
  await expect(demoProject(folder)).rejects.toThrowError(`${path} is damaged`)
  expect(readFileSync(path, 'utf8')).toBe(text)
})

test('the key of --lan is kept likewise', async () => {
  const folder = temporaryFolder()
  const key = await lanKey(folder)
  expect(key).toMatch(/^[\w-]{24}$/)
  expect(await lanKey(folder)).toBe(key)
  writeFileSync(join(folder, 'lan-key'), 'short')
  await expect(lanKey(folder)).rejects.toThrowError('is damaged')
})

test('a folder that cannot be made is an error that says what to set', async () => {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  await expect(demoProject(file)).rejects.toThrowError('SYMBOLON_DATA_DIR')
})

test.runIf(process.platform === 'linux')(
  'a folder that keeps nothing is an error too',
  async () => {
    for (const folder of ['/proc/nope', '/proc/nope/deeper']) {
      await expect(demoProject(folder)).rejects.toThrowError('SYMBOLON_DATA_DIR')
    }
  },
)

test.each([
  ['linux', { HOME: '/home/a' }, '/home/a/.local/share/symbolon'],
  ['linux', { HOME: '/home/a', XDG_DATA_HOME: '/data' }, '/data/symbolon'],
  ['darwin', { HOME: '/Users/a' }, '/Users/a/Library/Application Support/symbolon'],
  ['win32', { LOCALAPPDATA: '/Users/a/AppData/Local' }, '/Users/a/AppData/Local/symbolon'],
  ['win32', { USERPROFILE: '/Users/a' }, '/Users/a/AppData/Local/symbolon'],
] as const)('on %s with %j data lives in %s', (platform, env, folder) => {
  expect(defaultDataDir(env, platform)).toBe(folder)
})
