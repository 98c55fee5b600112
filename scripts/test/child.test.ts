import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { runChild } from '../setup/child.mjs'

const childModule = pathToFileURL(join(import.meta.dirname, '..', 'setup', 'child.mjs')).href

/** A process that runs `code` in another Node through `runChild`, as `npm test` runs vitest. */
function runnerOf(code: string): ChildProcess {
  const runner = `
    import { runChild } from ${JSON.stringify(childModule)}
    process.exitCode = await runChild(process.execPath, ['-e', ${JSON.stringify(code)}])`
  return spawn(process.execPath, ['--input-type=module', '-e', runner], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

const waits = "setInterval(() => {}, 1000); console.log('ready')"

test('the exit code is passed on', async () => {
  expect(await runChild(process.execPath, ['-e', 'process.exit(3)'])).toBe(3)
})

test.each(['SIGTERM', 'SIGHUP'] as const)(
  '%s reaches the program, whose exit code counts',
  async (signal) => {
    const runner = runnerOf(`process.on('${signal}', () => process.exit(7)); ${waits}`)
    await once(runner.stdout!, 'data')
    runner.kill(signal)
    expect((await once(runner, 'close'))[0]).toBe(7)
  },
)

test('SIGINT, which a terminal sends to all, does not end the runner before its program', async () => {
  const runner = runnerOf(`process.on('SIGTERM', () => process.exit(8)); ${waits}`)
  await once(runner.stdout!, 'data')
  runner.kill('SIGINT')
  runner.kill('SIGTERM')
  expect((await once(runner, 'close'))[0]).toBe(8)
})

test('a program that a signal ended counts as 128 and the number of the signal', async () => {
  expect(await runChild(process.execPath, ['-e', "process.kill(process.pid, 'SIGKILL')"])).toBe(137)
})
