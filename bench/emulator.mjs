// What the emulator costs: joins and a day in its core, without a socket; media in its own process.
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
    '\n## Media forwarded, one host with two streams of 50 packets a second\n',
    mediaTable(Math.min(rounds, 3)),
    '',
  ].join('\n')
}

/** Where /proc tells what a process's threads have spent. */
function mediaTable(rounds) {
  if (process.platform !== 'linux') return 'only measured on Linux'
  return table(
    ['viewers', 'streams out', 'packets/s out', 'CPU % of a core', '% a stream', 'µs a packet'],
    [1, 10, 50].map((viewers) => mediaRow(viewers, rounds)),
  )
}

function mediaRow(viewers, rounds) {
  const runs = Array.from({ length: rounds }, () => run('media.mjs', viewers, 4))
  const median = (pick) => spread(runs.map(pick)).median
  const percent = median(({ cpuMs, elapsedMs }) => (100 * cpuMs) / elapsedMs)
  const streams = 2 * viewers
  return [
    viewers,
    streams,
    median(({ packets, elapsedMs }) => (1000 * packets) / elapsedMs).toFixed(0),
    percent.toFixed(1),
    (percent / streams).toFixed(3),
    median(({ packets, cpuMs }) => (1000 * cpuMs) / packets).toFixed(1),
  ]
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

function run(file, ...words) {
  const script = join(import.meta.dirname, 'emulator', file)
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, ...words.map(String)], {
    encoding: 'utf8',
    timeout: 120_000,
  })
  if (status !== 0) throw new Error(`${file} ${words}: ${stderr}`)
  return JSON.parse(stdout)
}
