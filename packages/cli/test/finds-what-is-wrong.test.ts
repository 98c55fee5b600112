import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { ownAuthority } from '@symbolon/server/project'
import { expect, onTestFinished, test } from 'vitest'
import { clockFinding } from '../../server/src/operate/doctor/place-findings.ts'
import { appId, command, folder, write } from './symbolon.ts'

interface Finding {
  readonly about: string
  readonly state: string
  readonly text: string
  readonly remedy?: string
}

let count = 0

function patient() {
  const data = join(folder, `patient-${++count}`)
  const env = { SYMBOLON_DATA_DIR: data, PORT: '0' }
  const run = (...args: readonly string[]) => command(args, { env })
  const examine = async (more: Record<string, string> = {}) => {
    const { code, stdout } = await command(['doctor', '--json'], { env: { ...env, ...more } })
    const { ok, data } = JSON.parse(stdout) as { ok: boolean; data: { findings: Finding[] } }
    const { findings } = data
    expect(ok).toBe(code === 0)
    const bad = findings.filter(({ state }) => state !== 'ok')
    expect(bad.every(({ remedy }) => remedy !== undefined)).toBe(true)
    return { code, findings, bad }
  }
  return { data, env, run, examine }
}

/** A program that listens, and what it answers. */
async function listening(answer: string, headers: Record<string, string> = {}) {
  const server = createServer((_request, response) => response.writeHead(200, headers).end(answer))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

test('where nothing is kept all is well, and nothing is made', async () => {
  const { data, examine, run } = patient()
  expect(await examine()).toMatchObject({ code: 0, bad: [] })
  expect(existsSync(data)).toBe(false)
  expect((await run('doctor')).stdout).toContain('ok    database: none: nothing is kept here yet\n')
})

test('projects and keys that will surprise somebody are named, with what to do', async () => {
  const { run, examine } = patient()
  const certificate = `@${write('doctor.txt', 'c'.repeat(32))}`
  const named = ['--app-id', appId, '--name', 'Live', '--certificate', certificate]
  await run('project', 'import', ...named)
  await run('project', 'create', '--name', 'Old', '--app-id-only')
  await run('key', 'create', '--name', 'a', '--expires', '3d')
  await run('key', 'create', '--name', 'b', '--expires', '90d')
  const { code, bad } = await examine()
  expect(code).toBe(0)
  expect(bad.map(({ state, text }) => [state, text])).toEqual([
    ['warn', 'has no policy, so nobody is given anything'],
    ['warn', expect.stringContaining('co-host authentication is not confirmed')],
    ['warn', 'has no certificate, so it signs no tokens'],
    ['warn', expect.stringMatching(/^ends on /)],
  ])
})

test('a certificate that no token needs any more is named, as soon as it is so', async () => {
  const { run, examine, env } = patient()
  await run('project', 'create', '--name', 'Shop')
  await run('token', 'temp', '--channel', 'lobby')
  await run('cert', 'add')
  await run('cert', 'swap')
  expect((await examine()).bad).toEqual([])
  const { store, close } = await ownAuthority({ env, cwd: folder })
  await store.ledger.forget(Math.floor(Date.now() / 1000) + 90_000, 10)
  await close()
  const [drained] = (await examine()).bad
  expect(drained).toMatchObject({ text: expect.stringContaining('no token of certificate c_') })
  expect(drained!.remedy).toContain('symbolon cert disable')
})

test('a master key that is missing or open to others is a failure', async () => {
  const { run, examine, data } = patient()
  await run('project', 'create', '--name', 'Shop')
  chmodSync(join(data, 'master-key'), 0o644)
  const { code, bad } = await examine()
  expect(code).toBe(1)
  expect(bad).toMatchObject([{ about: 'database', text: expect.stringContaining('chmod 600') }])
  const other = await examine({ SYMBOLON_MASTER_KEY: 'd'.repeat(64) })
  expect(other.bad).toMatchObject([{ text: expect.stringContaining('is not the master key') }])
})

test('settings that are wrong are a failure, and the rest is not judged by them', async () => {
  const { code, findings } = await patient().examine({ PORT: 'x', SYMBOLON_API_KEI: 'x' })
  expect(code).toBe(1)
  expect(findings.map(({ about }) => about)).toEqual(['Node', 'settings', 'settings'])
})

test('whose a taken port is, is told', async () => {
  const { examine } = patient()
  const [ours, other] = [await listening('{"status":"alive"}'), await listening('something else')]
  const server = await examine({ PORT: `${ours}` })
  expect(server.code).toBe(0)
  expect(server.findings.at(-1)).toMatchObject({ text: 'a Symbolon server listens there' })
  const taken = await examine({ PORT: `${other}` })
  expect(taken).toMatchObject({ code: 1, bad: [{ text: 'is taken by another program' }] })
})

test('a database that others can read, or that is none, is found', async () => {
  const { examine, data } = patient()
  mkdirSync(data)
  writeFileSync(join(data, 'symbolon.db'), 'no database at all', { mode: 0o644 })
  const { code, bad } = await examine()
  expect(code).toBe(1)
  expect(bad.map(({ about }) => about)).toEqual(['data folder', 'database'])
})

test('a clock that is wrong is told by the date of an answer, and nobody is asked unasked', async () => {
  const date = new Date(1_800_000_000_000).toUTCString()
  const url = `http://127.0.0.1:${await listening('', { date })}`
  expect(await clockFinding(url, () => 1_800_000_010)).toMatchObject({ state: 'ok' })
  const late = await clockFinding(url, () => 1_800_003_600)
  expect(late).toMatchObject({ state: 'fail', text: expect.stringContaining('3600 seconds') })
  const away = await clockFinding('http://127.0.0.1:1', () => 0)
  expect(away.state).toBe('warn')
  expect((await command(['doctor', '--time', 'http://x'])).code).toBe(2)
  const { findings } = await patient().examine()
  expect(findings.some(({ about }) => about === 'clock')).toBe(false)
})
