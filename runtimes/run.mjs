// `npm run test:runtimes`: the vector suite in every runtime that npm ships for this platform. Prints a table.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { npmCi } from '../scripts/setup/install.mjs'
import { withLock } from '../scripts/setup/lock.mjs'
import { hashFiles, readStamp, stamped } from '../scripts/setup/stamp.mjs'
import { root } from '../scripts/setup/workspace.mjs'
import { makeConsumer } from './consumer.mjs'

const here = import.meta.dirname
const modules = join(here, 'node_modules')

/** Name → program, the arguments that run the suite with it, and the arguments that print its version. */
const runtimes = [
  node('Node, this one', process.execPath),
  node('Node 22', join(modules, 'node-22', 'bin', 'node')),
  node('Node 24', join(modules, 'node-24', 'bin', 'node')),
  node('Node 26', join(modules, 'node-26', 'bin', 'node')),
  { ...node('Node, as a browser', process.execPath), args: ['--conditions=browser', 'main.mjs'] },
  {
    name: 'Deno',
    program: join(modules, '@deno', 'linux-x64-glibc', 'deno'),
    args: ['run', '--no-config', '--node-modules-dir=manual', '--cached-only', 'main.mjs'],
    version: ['--version'],
  },
  {
    name: 'Bun',
    program: join(modules, '@oven', 'bun-linux-x64', 'bin', 'bun'),
    args: ['main.mjs'],
    version: ['--version'],
  },
  {
    name: 'workerd',
    program: join(modules, '@cloudflare', 'workerd-linux-64', 'bin', 'workerd'),
    args: ['test', 'workerd.capnp'],
    version: ['--version'],
  },
]

function node(name, program) {
  return { name, program, args: ['main.mjs'], version: ['--version'] }
}

await withLock(join(root, '.cache', 'runtimes.lock'), main)

async function main() {
  await install()
  const consumer = join(root, '.cache', 'runtimes')
  await makeConsumer(consumer)
  const rows = runtimes.map((runtime) => tryRuntime(runtime, consumer))
  printTable(rows)
  process.exitCode = rows.some(({ outcome }) => outcome === 'FAIL') ? 1 : 0
}

async function install() {
  const files = ['package.json', 'package-lock.json'].map((file) => join(here, file))
  const hash = hashFiles(here, files, [process.platform, process.arch])
  const stamp = join(modules, '.installed')
  if (readStamp(stamp) !== hash) await stamped(stamp, hash, () => npmCi(here))
}

function tryRuntime({ name, program, args, version }, cwd) {
  if (!existsSync(program)) {
    const reason = `npm has no package of it for ${process.platform} on ${process.arch}`
    return { name, version: '-', hashes: '-', outcome: 'SKIP', detail: reason }
  }
  const start = { cwd, encoding: /** @type {const} */ ('utf8'), maxBuffer: 64 * 1024 * 1024 }
  const shown = spawnSync(program, version, start).stdout?.match(/\d+[\d.-]+\d/)?.[0] ?? '?'
  const { stdout, stderr, error } = spawnSync(program, args, start)
  const line = `${stdout}`.split('\n').find((text) => text.startsWith('{"passed"'))
  if (line === undefined) {
    return {
      name,
      version: shown,
      hashes: '-',
      outcome: 'FAIL',
      detail: error?.message ?? stderr.trim(),
    }
  }
  const { passed, failed, hashes } = JSON.parse(line)
  const right = failed.length === 0 && passed > 0
  const detail = [
    `${passed} passed, ${failed.length} failed`,
    ...failed.map((f) => `${f.name}: ${f.why}`),
  ]
  return {
    name,
    version: shown,
    hashes,
    outcome: right ? 'ok' : 'FAIL',
    detail: detail.join('\n    '),
  }
}

function printTable(rows) {
  const columns = /** @type {const} */ (['name', 'version', 'hashes', 'outcome'])
  const all = [
    { name: 'runtime', version: 'version', hashes: 'hashes', outcome: '', detail: 'vectors' },
    ...rows,
  ]
  const widths = columns.map((column) => Math.max(...all.map((row) => row[column].length)))
  for (const row of all) {
    const cells = columns.map((column, i) => row[column].padEnd(widths[i]))
    console.log([...cells, row.detail].join('  '))
  }
}
