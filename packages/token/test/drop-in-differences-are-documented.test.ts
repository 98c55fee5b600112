import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect as show } from 'node:util'
import { expect, test, vi } from 'vitest'
import official from '../../../vectors/agora-vectors.json' with { type: 'json' }
import * as ours006 from '../src/agora-access-token.ts'
import * as ours007 from '../src/agora-token.ts'
import { crc32 } from '../src/bytes/crc32.ts'
import type { Claims007, InspectedClaims006, Service } from '../src/claims.ts'
import { isTokenError } from '../src/errors.ts'
import { inspect } from '../src/inspect.ts'
import { moreProbes, officialProbes, type Probe } from './drop-in-probes.ts'
import { type Builders, npm007, withNpm006, withNpm007 } from './npm-originals.ts'

const made = { at: 1_111_111, salt: 1 }
vi.mock('../src/drop-in/made.ts', () => ({ made: () => ({ at: 1_111_111, salt: 1 }) }))

type Outcome = { token: string } | { thrown: string }

function outcome(run: () => string): Outcome {
  try {
    return { token: run() }
  } catch (error) {
    return { thrown: isTokenError(error) ? error.code : (error as Error).name }
  }
}

function here({ version, builder, name, parameters }: Probe): Outcome {
  const builders = (version === '006' ? ours006 : ours007) as unknown as Builders
  return outcome(() => builders[builder]![name]!(...parameters))
}

function npm({ version, builder, name, parameters }: Probe): Outcome {
  const call = (builders: unknown) =>
    outcome(() => (builders as Builders)[builder]![name]!(...parameters))
  if (version === '006') return withNpm006(made, call)
  return withNpm007(made, () => call(npm007))
}

/** What npm signed, as far as the odd argument shows in it. */
function meaning(probe: Probe, token: string): string {
  if (token === '') return "returns `''`"
  if (/^(app|channel|room|permissions)/.test(probe.argument)) return 'signs a token'
  return probe.version === '006' ? meaning006(probe, token) : meaning007(probe, token)
}

function meaning006({ argument, value }: Probe, token: string): string {
  const { uidCrc, privileges } = inspect(token).claims as InspectedClaims006
  if (argument === 'expire')
    return `signs ${privileges.joinChannel ?? privileges.rtmLogin} as the time`
  if (argument === 'role')
    return `signs a ${privileges.publishAudio === undefined ? 'subscriber' : 'publisher'}`
  expect(uidCrc).toBe(crc32(`${value}`))
  return `signs the user \`${show(`${value}`)}\``
}

function meaning007({ argument }: Probe, token: string): string {
  const { expiresInSeconds, services } = inspect(token).claims as Claims007
  const service = partOf(services, argument)
  const { privileges } = service as { privileges: Record<string, number> }
  if (argument === 'role' && service.type === 'apaas') return `signs the role ${service.role}`
  if (argument === 'role')
    return `signs a ${'publishAudio' in privileges ? 'publisher' : 'subscriber'}`
  if (!/expire$/i.test(argument)) return `signs the user \`${show(userOf(service))}\``
  const ends: Record<string, number | undefined> = {
    privilegeExpire: privileges.joinChannel,
    pubAudioPrivilegeExpire: privileges.publishAudio,
    rtmTokenExpire: privileges.login,
  }
  return `signs ${ends[argument] ?? expiresInSeconds} s`
}

/** The service that an argument goes into. */
function partOf(services: readonly Service[], argument: string): Service {
  const ofType = (wanted?: string) => services.find((service) => service.type === wanted)
  return (argument.startsWith('rtm') ? ofType('rtm') : ofType('apaas')) ?? services[0]!
}

function userOf(service: Service): string {
  const { uid, userId, userUuid } = service as unknown as Record<string, string>
  return (uid ?? userId ?? userUuid)!
}

function answer({ version, argument }: Probe, token: string): string {
  if (version === '006') return 'signs that user'
  const { services } = inspect(token).claims as Claims007
  return `signs the user \`${show(userOf(partOf(services, argument)))}\``
}

/** One line for each call that ends differently; none where both throw or give one token. */
function differences(version: Probe['version']): string[] {
  return [...officialProbes, ...moreProbes]
    .filter((probe) => probe.version === version)
    .flatMap((probe) => {
      const [theirs, mine] = [npm(probe), here(probe)]
      if ('thrown' in theirs && 'thrown' in mine) return []
      if ('token' in theirs && 'token' in mine) {
        expect(mine.token, `${probe.name} ${probe.argument}`).toBe(theirs.token)
        return []
      }
      const given = Buffer.isBuffer(probe.value) ? 'a Buffer' : `\`${show(probe.value)}\``
      const before =
        'token' in theirs ? meaning(probe, theirs.token) : `throws \`${theirs.thrown}\``
      const after = 'thrown' in mine ? `throws \`${mine.thrown}\`` : answer(probe, mine.token)
      return [
        `| \`${probe.builder}.${probe.name}\` | \`${probe.argument}\` = ${given} | ${before} | ${after} |`,
      ]
    })
}

function documented(file: string): string[] {
  const path = join(import.meta.dirname, '../../../docs/migrate', file)
  const lines = readFileSync(path, 'utf8').split('\n')
  const start = lines.findIndex((line) => line.startsWith('| Call | Given |'))
  const table = lines.slice(start + 2)
  return table.slice(
    0,
    table.findIndex((line) => !line.startsWith('|')),
  )
}

test('npm answers the recorded calls today as it did when they were recorded', () => {
  expect(official.apiProbesNode).toHaveLength(94)
  expect(officialProbes).toHaveLength(93) // the last asks whether a name exists
  const recorded = official.apiProbesNode.filter(({ name }) => !name.includes('exists?'))
  officialProbes.forEach((probe, i) => {
    const { result, token } = recorded[i]!
    const actual = npm(probe)
    expect('thrown' in actual ? 'throws' : actual.token && 'ok', recorded[i]!.name).toBe(
      result === 'empty-string' ? '' : result,
    )
    if (token && 'token' in actual) expect(actual.token).toBe(token)
  })
})

test('the account builder has its capital letter only, as in npm', () => {
  expect(ours007.RtcTokenBuilder).not.toHaveProperty('buildTokenWithUserAccountAndPrivilege')
})

test.each([
  ['007', 'agora-token.md'],
  ['006', 'agora-access-token.md'],
] as const)(
  'every %s call that ends differently from npm is in %s, and nothing else',
  (version, file) => {
    expect(documented(file)).toEqual([...new Set(differences(version))].sort())
  },
)
