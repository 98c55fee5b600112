// What the ledger costs, by the grants that are alive.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { table } from './table.mjs'

export function measureLedger({ quick }) {
  const sizes = quick ? [1000, 10_000] : [1000, 10_000, 100_000, 1_000_000]
  const rows = sizes.map((size) => {
    const { writing, channel, subject, token, page, drain, rss } = run(size)
    const looks = [channel, subject, token, page, drain].map((us) => us.toFixed(0))
    return [size.toLocaleString('en'), writing.toFixed(0), ...looks, rss.toFixed(0)]
  })
  const head = ['live grants', 'write one', 'by channel', 'by subject', 'by token', 'first page']
  return `## The ledger in SQLite, CPU µs\n\n${table([...head, 'drain meter', 'RSS MB'], rows)}\n`
}

function run(size) {
  const script = join(import.meta.dirname, 'ledger', 'look-ups.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, size], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`the ledger could not be measured: ${stderr}`)
  return JSON.parse(stdout)
}
