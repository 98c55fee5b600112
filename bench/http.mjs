// `GET /rtcToken`, whole: CPU time a request, in turns; then latency and memory at a steady 1,000 requests a second.
import { join } from 'node:path'
import { installAside } from '../scripts/setup/install-aside.mjs'
import { checkReply } from './http/check-reply.mjs'
import { load } from './http/load.mjs'
import { pinning, startServer } from './http/servers.mjs'
import { spread } from './interleave.mjs'
import { table } from './table.mjs'

const peers = [
  { name: 'bare `node:http`, a constant', file: 'constant.mjs', constant: true },
  { name: 'DemoServer of agora-token, express 3.4.8', file: 'demo-server.mjs' },
  { name: '`symbolon serve`', file: 'symbolon.mjs' },
]

export async function measureHttp({ rounds, requests }) {
  await installDemoServer()
  const servers = []
  for (const peer of peers) servers.push({ ...peer, ...(await startServer(peer.file)), costs: [] })
  try {
    for (const server of servers) if (!server.constant) await checkReply(server)
    for (let round = 0; round <= rounds; round++) {
      for (const server of servers) await measureRound(server, { requests, counted: round > 0 })
    }
    const [constant, demo, ours] = servers.map(({ costs }) => spread(costs).median)
    return [
      `## GET /rtcToken, CPU microseconds a request (${pinning})\n`,
      table(
        ['server', 'median', 'min – max'],
        servers.map(({ name, costs }) => {
          const { median, min, max } = spread(costs)
          return [name, median.toFixed(1), `${min.toFixed(1)} – ${max.toFixed(1)}`]
        }),
      ),
      `\nOurs against DemoServer: ${(demo / ours).toFixed(1)}× (floor 5×, goal 8×).`,
      `Ours against the constant: ${((constant / ours) * 100).toFixed(0)} % (floor 65 %, goal 80 %).\n`,
      await steady(servers),
    ].join('\n')
  } finally {
    for (const server of servers) server.stop()
  }
}

async function measureRound({ port, usage, costs }, { requests, counted }) {
  const before = await usage()
  await load(port, { count: requests })
  const { cpu } = await usage()
  if (counted) costs.push((cpu - before.cpu) / requests)
}

async function steady(servers) {
  const rows = []
  for (const { name, port, usage } of servers) {
    const times = (await load(port, { count: 5000, perSecond: 1000 })).sort((a, b) => a - b)
    const at = (share) => times[Math.floor(times.length * share)].toFixed(2)
    rows.push([name, at(0.5), at(0.99), ((await usage()).rss / 1e6).toFixed(0)])
  }
  return `## At 1,000 requests a second, 5 s\n\n${table(['server', 'p50 ms', 'p99 ms', 'RSS MB'], rows)}`
}

export async function installDemoServer() {
  const missing = await installAside(join(import.meta.dirname, 'demo-server'))
  if (missing !== undefined)
    throw new Error(`what DemoServer needs cannot be installed: ${missing}`)
}
