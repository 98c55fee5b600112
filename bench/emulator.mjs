// What joins and a day cost in the emulator's core: no socket, no browser.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { spread } from './interleave.mjs'
import { table } from './table.mjs'

export function measureEmulator({ rounds }) {
  return [
    '## A join and a leave, by hosts in the channel\n',
    table(
      ['hosts', 'CPU µs', 'min – max'],
      [1, 10, 100, 1000].map((size) => joinRow(size, rounds)),
    ),
    '\n## 10,000 sessions through 24 hours\n',
    table(
      ['tokens live', 'renewals', 'seconds', 'CPU seconds', 'RSS MB'],
      [24, 6, 1].map((hours) => dayRow(hours, rounds)),
    ),
    '',
  ].join('\n')
}

function joinRow(size, rounds) {
  const costs = Array.from({ length: rounds }, () => run('joins.mjs', size).us)
  const { median, min, max } = spread(costs)
  return [size, median.toFixed(1), `${min.toFixed(1)} – ${max.toFixed(1)}`]
}

function dayRow(hours, rounds) {
  const runs = Array.from({ length: Math.min(rounds, 5) }, () => run('day.mjs', hours))
  const median = (pick) => spread(runs.map(pick)).median
  return [
    `${hours} h`,
    runs[0].renewals,
    (median(({ ms }) => ms) / 1000).toFixed(2),
    (median(({ cpuMs }) => cpuMs) / 1000).toFixed(2),
    (median(({ rss }) => rss) / 1e6).toFixed(0),
  ]
}

function run(file, argument) {
  const script = join(import.meta.dirname, 'emulator', file)
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, `${argument}`], {
    encoding: 'utf8',
    timeout: 120_000,
  })
  if (status !== 0) throw new Error(`${file} ${argument}: ${stderr}`)
  return JSON.parse(stdout)
}
