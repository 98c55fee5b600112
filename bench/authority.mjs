// What an authority costs: an API key, rules, and every grant in ledger and audit before its token leaves. CPU time a request.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keepProject } from './authority/keep-project.mjs'
import { load } from './http/load.mjs'
import { pinning, startServer } from './http/servers.mjs'
import { installDemoServer } from './http.mjs'
import { spread } from './interleave.mjs'
import { channel, uidOf } from './samples.mjs'
import { table } from './table.mjs'

const usual = { rules: 1000, grants: 1000, callers: 10 }
const sizes = {
  rules: [10, 100, 1000, 10_000],
  grants: [1000, 10_000, 100_000, 1_000_000],
  callers: [1, 100, 10_000],
}

export async function measureAuthority({ quick }) {
  await installDemoServer()
  const effort = quick ? { rounds: 3, requests: 3000 } : { rounds: 7, requests: 10_000 }
  const texts = [await compareWithPeers(effort)]
  for (const [what, all] of Object.entries(sizes)) {
    texts.push(await curve(what, quick ? all.slice(0, 2) : all, effort))
  }
  return texts.join('\n')
}

async function compareWithPeers(effort) {
  const constant = { name: 'bare `node:http`, a constant', ...(await startServer('constant.mjs')) }
  const demo = { name: 'DemoServer of agora-token', ...(await startServer('demo-server.mjs')) }
  const kept = await keptServer(usual)
  const least = await leastServer()
  const asking = (server, of) =>
    Object.entries(requestsOf(kept)).map(([name, request]) => {
      return { ...server, name: `${of}, ${name}`, request }
    })
  const ours = [...asking(kept, '`symbolon serve`'), ...asking(least, 'the least that records')]
  const all = [constant, demo, ...ours].map((one) => ({ ...one, costs: [] }))
  try {
    await measure(all, effort)
  } finally {
    for (const { stop } of [constant, demo, kept, least]) stop()
  }
  return peerTable(all)
}

function peerTable(all) {
  const medians = all.map(({ costs }) => spread(costs).median)
  const rows = all.map(({ name, costs }, nth) => {
    const { median, min, max } = spread(costs)
    const share = `${((medians[0] / median) * 100).toFixed(0)} %`
    const times = `${(medians[1] / median).toFixed(1)}×`
    const range = `${min.toFixed(1)} – ${max.toFixed(1)}`
    return nth < 2
      ? [name, median.toFixed(1), range, '', '']
      : [name, median.toFixed(1), range, share, times]
  })
  const head = ['server', 'median', 'min – max', 'of the constant (floor 30 %, goal 50 %)']
  return `## An authority: API key, ${usual.rules} rules, strict record on SQLite; CPU µs a request (${pinning})

${table([...head, 'against DemoServer (floor 3×, goal 4×)'], rows)}
`
}

async function curve(what, all, effort) {
  const rows = []
  for (const size of all) {
    const kept = await keptServer({ ...usual, [what]: size })
    const [[, request]] = Object.entries(requestsOf(kept))
    const one = { ...kept, request, costs: [] }
    try {
      await measure([one], { ...effort, rounds: Math.ceil(effort.rounds / 2) })
    } finally {
      kept.stop()
    }
    rows.push([size.toLocaleString('en'), spread(one.costs).median.toFixed(1)])
  }
  return `### By ${what}, CPU µs a \`POST /v1/tokens\`\n\n${table([what, 'median'], rows)}\n`
}

async function measure(all, { rounds, requests }) {
  for (let round = 0; round <= rounds; round++) {
    for (const { port, usage, costs, request } of all) {
      const before = await usage()
      await load(port, { count: requests, request })
      const { cpu } = await usage()
      if (round > 0) costs.push((cpu - before.cpu) / requests)
    }
  }
}

/** Without all that an authority is for but the record. */
async function leastServer() {
  const folder = mkdtempSync(join(tmpdir(), 'symbolon-bench-'))
  return inFolder(
    folder,
    await startServer('../authority/least.mjs', { SYMBOLON_DATA_DIR: folder }),
  )
}

async function keptServer(size) {
  const folder = mkdtempSync(join(tmpdir(), 'symbolon-bench-'))
  const keys = await keepProject(folder, size)
  const server = await startServer('symbolon.mjs', {
    SYMBOLON_DATA_DIR: folder,
    ...unlimited,
  })
  return { ...inFolder(folder, server), keys }
}

/** The folder is gone with its server. */
function inFolder(folder, server) {
  return {
    ...server,
    stop: () => {
      server.stop()
      rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
    },
  }
}

/** Counted, and out of reach. */
const unlimited = Object.fromEntries(
  ['IP', 'CALLER', 'SUBJECT', 'PROJECT'].map((name) => [`SYMBOLON_LIMIT_${name}`, '1000000/s']),
)

function requestsOf({ keys }) {
  const keyOf = (nth) => keys[nth % keys.length]
  return {
    '`POST /v1/tokens`': (nth) => {
      const body = `{"rtc":{"channel":"${channel}","uid":${uidOf(nth)},"role":"publisher"}}`
      return `POST /v1/tokens HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${keyOf(nth)}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    },
    '`GET /rtc/…`': (nth) =>
      `GET /rtc/${channel}/publisher/uid/${uidOf(nth)}/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${keyOf(nth)}\r\n\r\n`,
  }
}
