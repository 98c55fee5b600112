import { fork } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { arrives } from './client.ts'

const child = new URL('../../dist/media/child.js', import.meta.url)

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('the media process ends when its gateway is gone, not when the terminal interrupts both', async () => {
  const media = fork(child, ['node-datachannel'], { execArgv: [], stdio: 'ignore' })
  media.send({ type: 'ping' })
  await once(media, 'message')
  media.kill('SIGINT')
  media.kill('SIGTERM')
  media.send({ type: 'ping' })
  await once(media, 'message')
  media.disconnect()
  await arrives(() => expect(alive(media.pid!)).toBe(false))
})

test('the media process ends at a command that it does not know', async () => {
  const media = fork(child, ['node-datachannel'], { execArgv: [], stdio: 'ignore' })
  media.send({ type: 'gate', id: 'one', kind: 'smell', open: true })
  const [code] = await once(media, 'exit')
  expect(code).not.toBe(0)
})
