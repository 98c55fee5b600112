import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exitCodes } from '../src/exit-codes.ts'
import { command as run, symbolon } from './symbolon.ts'

const commands = [
  ['dev'],
  ['serve'],
  ['token', 'create'],
  ['token', 'inspect'],
  ['token', 'verify'],
  ['token', 'explain'],
  ['token', 'temp'],
  ['project', 'list'],
  ['project', 'create'],
  ['project', 'import'],
  ['project', 'rename'],
  ['project', 'enable'],
  ['project', 'disable'],
  ['project', 'cohost'],
  ['cert', 'list'],
  ['cert', 'add'],
  ['cert', 'swap'],
  ['cert', 'rotate'],
  ['cert', 'enable'],
  ['cert', 'disable'],
  ['cert', 'delete'],
  ['cert', 'reveal'],
  ['key', 'list'],
  ['key', 'find'],
  ['key', 'create'],
  ['key', 'rotate'],
  ['key', 'revoke'],
  ['grants', 'list'],
  ['grants', 'find'],
  ['grants', 'over'],
  ['kick'],
  ['ban', 'list'],
  ['ban', 'lift'],
  ['policy', 'show'],
  ['policy', 'set'],
  ['policy', 'test'],
  ['policy', 'explain'],
  ['policy', 'simulate'],
  ['policy', 'replay'],
  ['policy', 'diff'],
  ['doctor'],
  ['check-config'],
  ['backup'],
  ['restore'],
  ['emulate'],
  ['clock', 'advance'],
  ['trust'],
]

test.each(commands)('%s %s --help goes to stdout', async (...command) => {
  const { code, stdout, stderr } = await run([...command.filter(Boolean), '--help'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain(`Usage: symbolon ${command.filter(Boolean).join(' ')}`)
})

test.each(['create', 'inspect', 'verify', 'explain'])(
  'token %s --help shows an example',
  async (verb) => {
    const { stdout } = await run(['token', verb, '--help'])
    expect(stdout).toMatch(new RegExp(`^  .*symbolon token ${verb} `, 'm'))
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(110)
  },
)

test('without a command the commands are listed', async () => {
  const { code, stdout } = await symbolon([])
  expect(code).toBe(0)
  for (const command of commands) expect(stdout).toContain(command.join(' '))
})

test.each([
  [['tokn', 'create'], 'did you mean "token create"?'],
  [['token', 'explian'], 'did you mean "token explain"?'],
  [['token'], 'create, inspect, verify, explain'],
  [['develop'], 'there is no command "develop"'],
])('%j is a usage error that helps', async (args, message) => {
  const { code, stdout, stderr } = await run(args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(message)
})

test('what has no command of its own is said by symbolon alone', async () => {
  expect((await run(['foo'])).stderr).toMatch(/^symbolon: there is no command "foo"/)
})

test('--version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  expect((await symbolon(['--version'])).stdout).toBe(`${version}\n`)
})

test('docs/cli.md lists the exit codes and the commands', () => {
  const page = readFileSync(new URL('../../../docs/cli.md', import.meta.url), 'utf8')
  const listed = [...page.matchAll(/^\| (\d) \|/gm)].map(([, code]) => Number(code))
  expect(listed).toEqual(Object.values(exitCodes))
  for (const command of commands) expect(page).toContain(`\`symbolon ${command.join(' ')}\``)
})
