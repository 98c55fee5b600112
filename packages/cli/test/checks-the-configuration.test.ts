import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { dispatch } from '../src/dispatch.ts'
import { credentials } from './symbolon.ts'

/** In a folder of its own, where a `.env` may stand. */
async function check(env: Record<string, string>, dotEnv = '', ...args: readonly string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'symbolon-check-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  if (dotEnv !== '') writeFileSync(join(cwd, '.env'), dotEnv)
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const io = {
    env: { SYMBOLON_DATA_DIR: join(cwd, 'data'), ...env },
    ...{ cwd, stdin: Readable.from(['']), stdout, stderr, isTty: false, now: () => 0 },
  }
  const code = await dispatch(['check-config', ...args], io)
  expect(existsSync(join(cwd, 'data'))).toBe(false)
  return { code, stdout: `${stdout.read() ?? ''}`, stderr: `${stderr.read() ?? ''}` }
}

const key = 'a-key-of-sixteen-characters'

test('settings with which serve would start are named, and never shown', async () => {
  const { code, stdout } = await check(credentials, `SYMBOLON_API_KEY=${key}\nPORT=8081\n`)
  expect(code).toBe(0)
  expect(stdout).toContain('symbolon serve would start.')
  expect(stdout).toContain('AGORA_APP_ID, AGORA_APP_CERTIFICATE, PORT, SYMBOLON_API_KEY')
  expect(stdout).not.toContain(key)
  expect(stdout).not.toContain(credentials.AGORA_APP_CERTIFICATE)
})

test('everything that is wrong is said at once, of the environment and of .env', async () => {
  const wrong = { ...credentials, PORT: 'eighty', SYMBOLON_API_KEI: key }
  const { code, stderr } = await check(
    wrong,
    'SYMBOLON_MAX_TOKEN_SECOND=9\nSYMBOLON_EMULATOR_PORT=x\n',
  )
  expect(code).toBe(2)
  for (const said of [
    'SYMBOLON_API_KEI is not a setting; did you mean SYMBOLON_API_KEY?',
    'SYMBOLON_MAX_TOKEN_SECOND is not a setting; did you mean SYMBOLON_MAX_TOKEN_SECONDS?',
    'PORT must be',
    'SYMBOLON_EMULATOR_PORT must be',
  ]) {
    expect(stderr).toContain(said)
  }
  expect(stderr).not.toContain(key)
})

test('a wrong port hides not that callers could not be told apart', async () => {
  const { code, stderr } = await check({ ...credentials, PORT: 'eighty' })
  expect(code).toBe(2)
  expect(stderr).toContain('PORT must be')
  expect(stderr).toContain('callers could not be told apart')
})

test('what dev needs less is not asked of it', async () => {
  expect((await check({})).code).toBe(2)
  expect((await check({}, '', '--dev')).code).toBe(0)
})

test('for a script there is one object', async () => {
  const { code, stdout } = await check({ PORT: '-1' }, '', '--json', '--dev')
  expect(code).toBe(2)
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'CONFIG_INVALID' } })
  const good = await check({}, '', '--json', '--dev')
  expect(JSON.parse(good.stdout)).toMatchObject({ ok: true, data: { command: 'dev' } })
})
