// Servers as processes of their own, on one core where the system lets us choose.
import { spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appId, certificate } from '../samples.mjs'

const pinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0
if (pinned) spawnSync('taskset', ['-a', '-cp', '1', `${process.pid}`])

const stateless = {
  APP_ID: appId,
  APP_CERTIFICATE: certificate,
  SYMBOLON_ALLOW_ANONYMOUS: '1',
  SYMBOLON_LIMIT_IP: '1000000/s', // counted, and out of reach
  SYMBOLON_DATA_DIR: join(tmpdir(), 'symbolon-bench'),
}

export const pinning = pinned ? 'servers on core 0, load on core 1' : 'not pinned: no taskset'

/**
 * @param {string} file - of this folder; takes its port as argument
 * @param {Record<string, string>} [own] - its environment; default: a stateless server that answers everyone
 */
export async function startServer(file, own = stateless) {
  const port = await freePort()
  const script = join(import.meta.dirname, file)
  const command = [...(pinned ? ['taskset', '-c', '0'] : []), process.execPath, script, `${port}`]
  const env = { ...process.env, ...own }
  const child = spawn(command[0], command.slice(1), { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (data) => {
    said += data
  })
  await answers(port, () => said)
  return { port, usage: () => usage(child, () => said), stop: () => child.kill('SIGTERM') }
}

/** @returns {Promise<{ cpu: number, rss: number }>} microseconds since its start, bytes */
async function usage(child, said) {
  const from = said().length
  child.kill('SIGUSR2')
  for (let left = 1000; left > 0; left--) {
    const match = /CPU (\d+) RSS (\d+)/.exec(said().slice(from))
    if (match) return { cpu: Number(match[1]), rss: Number(match[2]) }
    await pause(2)
  }
  throw new Error(`a server does not tell its CPU time: ${said()}`)
}

async function answers(port, said) {
  for (let left = 100; left > 0; left--) {
    const reply = await fetch(`http://127.0.0.1:${port}/rtcToken?channelName=c`).catch(
      () => undefined,
    )
    if (reply?.ok || reply?.status === 401) return
    await pause(100)
  }
  throw new Error(`a server does not start: ${said()}`)
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
