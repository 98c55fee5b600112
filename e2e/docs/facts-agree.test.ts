import { explain, parameterRules, rtcToken } from '@symbolon/token'
import { expect, test } from 'vitest'
import { blocksOf } from './blocks.ts'
import { read } from './pages.ts'

const appId = '970CA35de60c44645bbae8a215061b33'
const certificate = '5CFd2fd1755d40ecb72977518be15d3b'
const now = Math.floor(Date.now() / 1000)

test('the first versions that take 007 are those that explain goes by', () => {
  const page = read('docs/sdk-versions-and-tokens.md')
  const floorOf = (row: string) =>
    new RegExp(`^\\| RTC ${row} \\|.*\\| from (\\d+)\\.(\\d+)\\.0 \\|$`, 'm').exec(page)!.slice(1)
  const token = rtcToken({ appId, certificate, channel: 'lobby', uid: 7 })
  const rows = {
    'Android, iOS, macOS, Windows': ['android', 'ios', 'macos', 'windows'],
    'Electron, Unity, React Native': ['electron', 'unity', 'react-native'],
    Unreal: ['unreal'],
    Flutter: ['flutter'],
    Web: ['web'],
  }
  for (const [row, names] of Object.entries(rows)) {
    const [major, minor] = floorOf(row).map(Number) as [number, number]
    const below = minor > 0 ? `${major}.${minor - 1}.9` : `${major - 1}.9.9`
    for (const name of names) {
      const codes = (version: string) =>
        explain(token, { appId, certificate, now, sdk: { name, version } }).causes.map(
          ({ code }) => code,
        )
      expect({ name, codes: codes(below) }).toEqual({ name, codes: ['SDK_WITHOUT_007'] })
      expect({ name, codes: codes(`${major}.${minor}.0`) }).toEqual({ name, codes: [] })
    }
  }
})

test('every parameter rule stands on its page', () => {
  const page = read('docs/parameter-rules.md')
  for (const rule of Object.keys(parameterRules)) expect(page).toContain(`\`${rule}\``)
})

test('the Kotlin example takes the status that a new token comes with', () => {
  const { responses } = JSON.parse(read('docs/openapi.json')).paths['/v1/tokens'].post
  const good = Object.keys(responses).filter((status) => status.startsWith('2'))
  const file = read('examples/android-kotlin/TokenKeeper.kt')
  const [from, to] = /if \(status !in (\d+)\.\.(\d+)\) throw/.exec(file)?.slice(1) ?? []
  expect(good.length).toBeGreaterThan(0)
  for (const status of good) {
    expect(Number(status)).toBeGreaterThanOrEqual(Number(from))
    expect(Number(status)).toBeLessThanOrEqual(Number(to))
  }
})

test('a callback that comes after the Kotlin example was closed throws nothing', () => {
  const file = read('examples/android-kotlin/TokenKeeper.kt')
  expect(file).toContain('ScheduledThreadPoolExecutor(1, ThreadPoolExecutor.DiscardPolicy())')
})

test('what docs/renew.md shows of the Kotlin example is in the example', () => {
  const kotlin = blocksOf('renew.md', read('docs/renew.md')).find(
    ({ language }) => language === 'kotlin',
  )!
  const file = read('examples/android-kotlin/TokenKeeper.kt').replace(/^ {4}/gm, '')
  for (const part of kotlin.code.trimEnd().split('\n\n')) expect(file).toContain(part)
})
