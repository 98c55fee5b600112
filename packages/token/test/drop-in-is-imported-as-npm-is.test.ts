import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as npm006 from 'agora-access-token'
import type * as npm007 from 'agora-token'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as ours006 from '../src/agora-access-token.ts'
import * as ours007 from '../src/agora-token.ts'

const root = join(import.meta.dirname, '../../..')
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'symbolon-drop-in-'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
})

afterAll(() => rmSync(folder, { recursive: true }))

const use = `
const [appId, certificate] = ['0'.repeat(32), 'f'.repeat(32)]
const { buildTokenWithUid } = RtcTokenBuilder
process.stdout.write(buildTokenWithUid(appId, certificate, 'c', 1, RtcRole.PUBLISHER, 9e8, 600).slice(0, 3))
`

test.each([
  ['agora-token', 'module', '007'],
  ['agora-token', 'commonjs', '007'],
  ['agora-access-token', 'module', '006'],
  ['agora-access-token', 'commonjs', '006'],
])('%s is reached from a %s by the names of npm', (name, type, version) => {
  const from = `@symbolon/token/${name}`
  const names = '{ RtcRole, RtcTokenBuilder }'
  const [file, line] =
    type === 'module'
      ? ['use.mjs', `import ${names} from '${from}'`]
      : ['use.cjs', `const ${names} = require('${from}')`]
  writeFileSync(join(folder, file), line + use)
  const quiet = ['--no-warnings', file] // older Node remarks that a CommonJS file loads an ES module
  expect(execFileSync(process.execPath, quiet, { cwd: folder, encoding: 'utf8' })).toBe(version)
})

test('code that compiles with the types of npm compiles with these', () => {
  // checked by the compiler: everything a caller may do with npm's types, these allow
  const token: Omit<typeof npm007, 'default'> = ours007
  const accessToken: Omit<typeof npm006, 'default'> = ours006
  const permissions: npm007.Rtm2Permissions = new ours007.Rtm2Permissions()
  expect([token, accessToken, permissions]).toHaveLength(3)
})

const application = `
const appId: string = '', certificate: string = ''
let role = RtcRole.PUBLISHER
role = RtcRole.SUBSCRIBER
const permissions = new Rtm2Permissions()
permissions.add(Rtm2Permissions.kUsers, Rtm2Permissions.kRead, ['a'])
export const details: { [kind: number]: { [access: number]: string[] } } = permissions.details
export const tokens: string[] = [
  RtcTokenBuilder.buildTokenWithUid(appId, certificate, 'c', 1, role, 600, 600),
  RtcTokenBuilder.buildTokenWithUid(appId, certificate, 'c', '1', role, 600, 600),
  RtcTokenBuilder.BuildTokenWithUserAccountAndPrivilege(appId, certificate, 'c', 'u', 1, 2, 3, 4, 5),
  RtcTokenBuilder.buildTokenWithRtm2(appId, certificate, 'c', 1, role, 1, 2, 3, 4, 5, 'u', 6),
  RtmTokenBuilder.buildToken(appId, certificate, 1, 600),
  RtmTokenBuilder.buildTokenWithPermissions(appId, certificate, 'u', permissions, 600),
  EducationTokenBuilder.buildRoomUserToken(appId, certificate, 'r', 1, 1, 600),
  ChatTokenBuilder.buildAppToken(appId, certificate, 600),
  FpaTokenBuilder.buildToken(appId, certificate),
]
const build: (typeof RtcTokenBuilder)['buildTokenWithUid'] = RtcTokenBuilder.buildTokenWithUid
export const wrapped = (...parameters: Parameters<typeof build>) => build(...parameters)
// @ts-expect-error a channel is text
RtcTokenBuilder.buildTokenWithUid(appId, certificate, 1, 1, role, 600, 600)
// @ts-expect-error a lifetime is wanted
RtcTokenBuilder.buildTokenWithUid(appId, certificate, 'c', 1, role)
// @ts-expect-error what npm does not export
RtcTokenBuilder.buildTokenWithUserAccountAndPrivilege
`
const names = [
  'ChatTokenBuilder',
  'EducationTokenBuilder',
  'FpaTokenBuilder',
  'RtcRole',
  'RtcTokenBuilder',
  'Rtm2Permissions',
  'RtmTokenBuilder',
]

test.each(['agora-token', '@symbolon/token/agora-token'])(
  'an application compiles with %s',
  (from) => {
    const file = from === 'agora-token' ? 'npm.mts' : 'ours.mts'
    writeFileSync(
      join(folder, file),
      `import { ${names.join(', ')} } from '${from}'\n${application}`,
    )
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    const flags = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--types',
      '',
      file,
    ]
    const run = () =>
      execFileSync(process.execPath, [compiler, ...flags], { cwd: folder, encoding: 'utf8' })
    expect(run()).toBe('')
  },
)
