import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { certificate, command, folder, write } from './symbolon.ts'

const appId = '0123456789abcdef0123456789abcdef'
let count = 0

/** An imported project in a data folder of its own. */
async function shop() {
  const env = { SYMBOLON_DATA_DIR: join(folder, `policy-${++count}`) }
  const text = async (...args: readonly string[]) => await command(args, { env })
  const run = async (...args: readonly string[]) => {
    const { code, stdout } = await text(...args, '--json')
    return { code, ...JSON.parse(stdout) }
  }
  const file = write('shop-certificate.txt', certificate)
  const imported = await text(
    ...['project', 'import', '--app-id', appId, '--name', 'Shop', '--certificate', `@${file}`],
  )
  return { text, run, imported, env }
}

function policy(...rules: readonly object[]): string {
  return `@${write(`policy-${++count}.json`, JSON.stringify({ rules }))}`
}

const calls = { name: 'calls', effect: 'allow', channel: 'call-*', maxSeconds: 600 }
const own = ['--channel', 'call-1', '--uid', '7'] as const

test('who imports a project is told that it needs a policy, and what to write', async () => {
  const { imported, text, run } = await shop()
  const advice = 'symbolon policy set @policy.json'
  expect(imported.stdout).toContain(advice)
  expect((await text('policy', 'show')).stdout).toContain(advice)
  const explained = await text('policy', 'explain', ...own)
  expect(explained).toMatchObject({ code: 4, stdout: expect.stringContaining(advice) })
  expect(await run('policy', 'explain', ...own)).toMatchObject({
    code: 4,
    data: { allowed: false, services: [{ reason: 'POLICY_MISSING' }] },
  })
})

test('a policy is set, shown as it was, and its versions are kept', async () => {
  const { run, text } = await shop()
  expect(await run('policy', 'set', policy(calls))).toMatchObject({ code: 0, data: { version: 1 } })
  await run('policy', 'set', policy({ ...calls, maxSeconds: 60 }))
  const shown = await text('policy', 'show')
  expect(JSON.parse(shown.stdout)).toEqual({ rules: [{ ...calls, maxSeconds: 60 }] })
  const first = await run('policy', 'show', '--version', '1')
  expect(first.data).toMatchObject({ version: 1, policy: { rules: [calls] } })
  expect(await run('policy', 'show', '--version', '9')).toMatchObject({
    code: 1,
    error: { code: 'POLICY_UNKNOWN' },
  })
})

test('the way back is an older version, set again; and nobody’s is replaced unseen', async () => {
  const { run } = await shop()
  await run('policy', 'set', policy(calls))
  await run('policy', 'set', policy({ ...calls, maxSeconds: 60 }))
  const back = await run('policy', 'set', '--version', '1', '--replaces', '2')
  expect(back.data).toMatchObject({ version: 3, policy: { rules: [calls] } })
  for (const args of [['--version', '2'], [policy(calls)]]) {
    expect(await run('policy', 'set', ...args, '--replaces', '2')).toMatchObject({
      code: 1,
      error: { code: 'POLICY_CHANGED', message: expect.stringContaining('3 is set, by ') },
    })
  }
  for (const version of ['9', '0', '99999999999']) {
    expect(await run('policy', 'set', '--version', version)).toMatchObject({
      error: { code: 'POLICY_UNKNOWN' },
    })
  }
  expect((await run('policy', 'show')).data).toMatchObject({ version: 3 })
})

test('explain says what each rule says, and ends with 0 or 4', async () => {
  const { run, text } = await shop()
  await run('policy', 'set', policy({ name: 'shut', effect: 'deny', channel: 'call-9' }, calls))
  const allowed = await text('policy', 'explain', ...own, '--caller', 'k_1')
  expect(allowed.code).toBe(0)
  expect(allowed.stdout).toMatch(/allowed by "calls".*10 min.*other channel +deny +shut/s)
  const denied = async (...args: readonly string[]) => {
    const { code, data } = await run('policy', 'explain', ...args)
    return [code, data.services[0].reason]
  }
  expect(await denied('--channel', 'call-9', '--uid', '7')).toEqual([4, 'RULE_DENIES'])
  expect(await denied('--channel', 'call-1', '--uid', '0')).toEqual([4, 'UNBOUND_PUBLISH'])
  expect(await denied(...own, '--anonymous')).toEqual([4, 'NO_RULE_ALLOWS'])
  const caller = { kind: 'jwt', id: 'p', claims: { sub: 'ann' } }
  const file = write('asked.json', JSON.stringify({ caller, request: { rtm: { userId: 'ann' } } }))
  expect(await denied(`@${file}`)).toEqual([4, 'NO_RULE_ALLOWS'])
})

test('simulate says how a server would answer, with bans and the longest life, and gives nothing', async () => {
  const { run, text, env } = await shop()
  await run('policy', 'set', policy({ ...calls, maxSeconds: 7200 }))
  const asked = await text('policy', 'simulate', ...own, '--for', '3h', '--caller', 'k_1')
  expect(asked.code).toBe(0)
  expect(asked.stdout).toMatch(/^201, a token for 2 h\n {2}rtc: joinChannel, .* \(by "calls"\)\n/)
  const args = ['policy', 'simulate', ...own, '--json']
  const shorter = await command(args, { env: { ...env, SYMBOLON_MAX_TOKEN_SECONDS: '60' } })
  expect(JSON.parse(shorter.stdout).data.grant.expiresInSeconds).toBe(60)
  const other = policy({ name: 'no calls', effect: 'deny', channel: 'call-*' })
  const denied = await text('policy', 'simulate', ...own, '--policy', other)
  expect(denied.code).toBe(4)
  expect(denied.stdout).toMatch(/^403 POLICY_DENIED\n {2}The rule "no calls"/)
  await text('kick', '7')
  const banned = await run('policy', 'simulate', ...own)
  expect(banned).toMatchObject({ code: 4, data: { status: 403 } })
  expect((await run('grants', 'list')).data.entries).toEqual([])
})

test('a policy is tried on cases without a database', async () => {
  const env = { SYMBOLON_DATA_DIR: join(folder, 'never-made') }
  const ask = { caller: { kind: 'key', id: 'k' }, request: { rtc: { channel: 'call-1', uid: 7 } } }
  const cases = (...all: readonly object[]) => {
    const named = all.map((one, nth) => ({ name: `case ${nth}`, ...ask, ...one }))
    return `@${write(`cases-${++count}.json`, JSON.stringify({ cases: named }))}`
  }
  const tried = async (file: string) => {
    const args = ['policy', 'test', file, '--policy', policy(calls), '--json']
    const { code, stdout } = await command(args, { env })
    return { code, ...JSON.parse(stdout) }
  }
  const right = { expect: 'allow', rule: 'calls', expiresInSeconds: 600 }
  expect(await tried(cases(right))).toMatchObject({ code: 0, data: { passed: 1, failed: 0 } })
  const wrong = [
    { expect: 'deny' },
    { expect: 'allow', rule: 'others' },
    { expect: 'allow', expiresInSeconds: 3600 },
    { expect: 'allow', request: { rtc: { channel: 'x', uid: 7 } } },
  ]
  expect(await tried(cases(right, ...wrong))).toMatchObject({
    code: 4,
    data: {
      passed: 1,
      failed: 4,
      cases: [
        { passed: true },
        { instead: 'allowed by "calls"' },
        { instead: 'decided by "calls"' },
        { instead: 'lives 600 seconds' },
        { instead: expect.stringContaining('denied. No rule') },
      ],
    },
  })
  expect(existsSync(env.SYMBOLON_DATA_DIR)).toBe(false)
  const broken = await tried(cases({ expect: 'maybe' }))
  expect(broken).toMatchObject({ code: 1, error: { code: 'REQUEST_INVALID' } })
})

test('without a file the policy that is set is tried', async () => {
  const { run } = await shop()
  await run('policy', 'set', policy(calls))
  const one = {
    name: 'a call',
    caller: { kind: 'key', id: 'k' },
    request: { rtc: { channel: 'call-1', uid: 7 } },
    expect: 'allow',
  }
  const file = write('one-case.json', JSON.stringify({ cases: [one] }))
  expect(await run('policy', 'test', `@${file}`)).toMatchObject({ code: 0, data: { passed: 1 } })
})

test('diff names the rules that are added, removed, changed or moved', async () => {
  const { run, text } = await shop()
  const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ name, effect: 'deny', channel: name }))
  await run('policy', 'set', policy(a!, b!, c!))
  const changed = { ...b!, channel: 'x' }
  const added = { name: 'd', effect: 'allow' }
  const { data } = await run('policy', 'diff', policy(added, changed, a!))
  const changes = data.changes.map(({ name, change }: Record<string, string>) => [name, change])
  expect(changes).toEqual([
    ['d', 'added'],
    ['b', 'changed'],
    ['a', 'moved'],
    ['c', 'removed'],
  ])
  expect((await text('policy', 'diff', policy(a!, b!, c!))).stdout).toBe('no difference\n')
})

test('a file that is no policy is refused with every fault and its place; nothing is set', async () => {
  const { run, text } = await shop()
  const { code, stderr } = await text('policy', 'set', policy({ ...calls, chanel: 'x' }, {}))
  expect(code).toBe(2)
  expect(stderr).toContain('#/rules/0/chanel: there is no such field; did you mean "channel"?')
  expect(stderr).toContain('#/rules/1/effect')
  const torn = write('torn.json', '{')
  expect(await run('policy', 'set', `@${torn}`)).toMatchObject({ code: 2 })
  expect(await run('policy', 'set', 'policy.json')).toMatchObject({ code: 2 })
  expect((await run('policy', 'show')).data).toMatchObject({ version: 0 })
})
