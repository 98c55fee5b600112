import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkImports } from '../check/import-rules.mjs'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'symbolon-imports-'))
  put('package.json', '{ "workspaces": ["packages/token", "packages/server"] }')
  put(
    'packages/token/package.json',
    '{ "type": "module", "dependencies": { "@noble/hashes": "*" } }',
  )
  put('packages/server/package.json', '{ "type": "module" }')
  put('packages/token/dist/index.js', "export { mint } from './mint.js'")
  put('packages/token/dist/mint.js', 'export const mint = 1')
  put('packages/server/dist/main.js', "import './issue.js'")
  put('packages/server/dist/issue.js', "import './policy/decide.js'; import './mint/mint-grant.js'")
  put('packages/server/dist/policy/decide.js', "import './caps.js'")
  put('packages/server/dist/policy/caps.js', 'export const caps = 1')
  put('packages/server/dist/mint/mint-grant.js', "import '../../../token/dist/index.js'")
})
afterEach(() => rmSync(root, { recursive: true }))

function put(file: string, content: string): void {
  const path = join(root, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${content}\n`)
}

test('code that keeps the rules passes', async () => {
  expect(await checkImports(root)).toEqual({ ok: true, output: '' })
})

test.each([
  ['token-stands-alone', 'token/dist/mint.js', '../../server/dist/policy/caps.js'],
  ['token-node-behind-condition-only', 'token/dist/mint.js', 'node:crypto'],
  ['token-noble-in-portable-only', 'token/dist/mint.js', '@noble/hashes/sha2.js'],
  ['server-below-cli', 'server/dist/issue.js', '../../cli/dist/main.js'],
  ['steps-apart', 'server/dist/policy/decide.js', '../mint/mint-grant.js'],
  ['steps-apart', 'server/dist/mint/mint-grant.js', '../dialects/express.js'],
  ['only-the-spine-calls-steps', 'server/dist/dialects/express.js', '../policy/caps.js'],
  ['no-circles', 'server/dist/policy/caps.js', './decide.js'],
  ['nothing-unresolved', 'server/dist/issue.js', './gone.js'],
])('%s: %s may not import %s', async (rule, importer, imported) => {
  put('packages/cli/dist/main.js', 'export const main = 1')
  put('packages/server/dist/dialects/express.js', 'export const express = 1')
  put('node_modules/@noble/hashes/package.json', '{ "exports": { "./sha2.js": "./sha2.js" } }')
  put('node_modules/@noble/hashes/sha2.js', 'export const sha256 = 1')
  put(`packages/${importer}`, `import '${imported}'`)
  const { ok, output } = await checkImports(root)
  expect(ok).toBe(false)
  expect(output).toContain(`${rule}: packages/${importer} → `)
})

test('the Node platform and the drop-ins may import Node', async () => {
  for (const file of [
    'platform/node.js',
    'agora-token.js',
    'agora-access-token.js',
    'drop-in/a.js',
  ]) {
    put(`packages/token/dist/${file}`, "import 'node:zlib'")
  }
  expect(await checkImports(root)).toEqual({ ok: true, output: '' })
})

test('a package whose modules are not seen fails', async () => {
  rmSync(join(root, 'packages/token/dist'), { recursive: true })
  put('packages/token/dist/readme.md', '')
  put('packages/server/dist/mint/mint-grant.js', '')
  const { ok, output } = await checkImports(root)
  expect(ok).toBe(false)
  expect(output).toContain('packages/token/dist: no module seen')
})
