import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { commands } from '../src/commands.ts'
import { exitCodes } from '../src/exit-codes.ts'
import { command as run, symbolon } from './symbolon.ts'

const names = Object.keys(commands)

test.each(names)('%s --help says what it does, on stdout', async (name) => {
  const { code, stdout, stderr } = await run([...name.split(' '), '--help'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const [usage, about = ''] = stdout.split('\n\n')
  expect(usage).toMatch(new RegExp(`^Usage: symbolon ${name}( |$)`, 'm'))
  expect(about).toMatch(/^[A-Z][a-z]+s[ :]/) // a verb first, everywhere alike
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
})

test.each(['create', 'inspect', 'verify', 'explain'])(
  'token %s --help shows an example',
  async (verb) => {
    const { stdout } = await run(['token', verb, '--help'])
    expect(stdout).toMatch(new RegExp(`^  .*symbolon token ${verb} `, 'm'))
  },
)

test('without a command the commands are listed', async () => {
  const { code, stdout } = await symbolon([])
  expect(code).toBe(0)
  const listed = [...stdout.matchAll(/^ {2}([a-z-]+(?: [a-z-]+)?) {2,}[a-z]+s /gm)]
  expect(listed.map(([, name]) => name)).toEqual(names)
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
  const rows = [...page.matchAll(/^\| `symbolon ([a-z -]+)` \| [a-z]+s /gm)]
  expect(rows.map(([, name]) => name)).toEqual(names)
})
