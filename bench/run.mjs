// `npm run bench`: CPU time against peers, interleaved in one run. `-- quick` for a look, `-- tokens`, `-- policy`, `-- ledger`, `-- http`, `-- authority` or `-- emulator` for a part.
import { cpus } from 'node:os'
import { measureAuthority } from './authority.mjs'
import { measureEmulator } from './emulator.mjs'
import { measureHttp } from './http.mjs'
import { interleave } from './interleave.mjs'
import { measureLedger } from './ledger.mjs'
import { table } from './table.mjs'

const words = process.argv.slice(2)
const quick = words.includes('quick')
const parts = ['tokens', 'policy', 'ledger', 'http', 'authority', 'emulator']
const wanted = (part) => !words.some((word) => parts.includes(word)) || words.includes(part)
const effort = quick ? { rounds: 3, seconds: 0.1 } : { rounds: 7, seconds: 0.4 }

/** Modules whose first contender is the peer that the others are compared with. */
const compared = ['mint-007.mjs', 'mint-006.mjs', 'verify-007.mjs', 'deflate.mjs', 'inflate.mjs']

console.log(`${cpus()[0].model.trim()}, ${cpus().length} cores, Node ${process.version}\n`)
if (wanted('tokens')) {
  for (const module of compared) await compare(module)
  await grow('growth.mjs', 'Cost as a token grows')
}
if (wanted('policy')) await grow('policy.mjs', 'What deciding costs as a policy grows')
if (wanted('ledger')) console.log(measureLedger({ quick }))
if (wanted('http')) {
  console.log(
    await measureHttp(quick ? { rounds: 3, requests: 3000 } : { rounds: 9, requests: 10_000 }),
  )
}
if (wanted('authority')) console.log(await measureAuthority({ quick }))
if (wanted('emulator')) console.log(measureEmulator({ rounds: quick ? 1 : 5 }))

async function compare(module) {
  const { title } = await import(`./${module}`)
  const results = await interleave(module, effort)
  const base = results[0].median
  const rows = results.map(({ name, median, min, max, floor, goal }) => [
    name,
    median.toFixed(0),
    `${min.toFixed(0)} – ${max.toFixed(0)}`,
    `${(base / median).toFixed(2)}×`,
    floor === undefined ? '' : `${floor}× / ${goal}×`,
  ])
  const head = ['who', 'CPU ns a call', 'min – max', 'times as fast', 'floor / goal']
  console.log(`## ${title}\n\n${table(head, rows)}\n`)
}

async function grow(module, heading) {
  const results = await interleave(module, { rounds: 5, seconds: effort.seconds / 4 })
  const rows = results.map(({ name, median }) => [name, (median / 1000).toFixed(2)])
  console.log(`## ${heading}\n\n${table(['what', 'CPU µs'], rows)}\n`)
}
