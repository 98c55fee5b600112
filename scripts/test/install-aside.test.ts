import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { installAside } from '../setup/install-aside.mjs'

let folder: string
let registry: Server
let requests: string[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'symbolon-aside-'))
  requests = []
  registry = createServer(({ url = '', headers }, response) => {
    requests.push(url)
    const tarball = `http://${headers.host}/a.tgz`
    const versions = { '1.0.0': { name: 'a', version: '1.0.0', dist: { tarball } } }
    response.writeHead(url === '/a' ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ name: 'a', 'dist-tags': {}, versions }))
  })
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
})

afterEach(async () => {
  rmSync(folder, { recursive: true })
  await close()
})

const close = () => new Promise((resolve) => registry.close(resolve))

/** An npm that knows this registry alone, and has an empty cache. */
function npm() {
  const { port } = registry.address() as AddressInfo
  return {
    ...process.env,
    npm_config_registry: `http://127.0.0.1:${port}/`,
    npm_config_cache: join(folder, 'npm-cache'),
    npm_config_fetch_retries: '0',
  }
}

/** A project that wants `a` from the registry or, with a path, from beside it. */
function project(version: string): void {
  const root = { name: 'aside', version: '1.0.0', dependencies: { a: version } }
  const local = version.startsWith('file:')
  const resolved = local ? { resolved: 'a', link: true } : { version }
  const packages = { '': root, 'node_modules/a': resolved, ...(local ? { a: { name: 'a' } } : {}) }
  const lock = { name: 'aside', version: '1.0.0', lockfileVersion: 3, requires: true, packages }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(root))
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock))
}

test('where no registry answers it says why nothing can be installed, and tries again next time', async () => {
  project('1.0.0')
  const env = npm()
  await close()
  expect(await installAside(folder, env)).toMatch(/^no npm registry can be reached/)
  expect(await installAside(folder, env)).toMatch(/^no npm registry can be reached/)
})

test('where one answers, a failure is a failure', async () => {
  project('1.0.0')
  await expect(installAside(folder, npm())).rejects.toThrowError(/^npm ci failed with exit code/)
  expect(requests).toContain('/a.tgz')
})

test('what needs no registry is installed without one, once', async () => {
  project('file:a')
  mkdirSync(join(folder, 'a'))
  writeFileSync(join(folder, 'a', 'package.json'), '{"name":"a","version":"1.0.0"}')
  const env = npm()
  await close()
  expect(await installAside(folder, env)).toBeUndefined()
  const installed = join(folder, 'node_modules', 'a', 'package.json')
  expect(readFileSync(installed, 'utf8')).toContain('1.0.0')
  rmSync(installed)
  expect(await installAside(folder, env)).toBeUndefined() // by its stamp
})
