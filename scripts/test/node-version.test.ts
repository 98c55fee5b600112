import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isNodeNewEnough } from '../setup/node-version.mjs'
import { readManifest, root, workspaces } from '../setup/workspace.mjs'

test.each([
  ['20.18.3', false],
  ['18.20.8', false],
  ['20.19.0', true],
  ['22.1.0', true],
])('Node %s: new enough is %s', (version, expected) => {
  expect(isNodeNewEnough(version)).toBe(expected)
})

test('every manifest asks for the same Node', () => {
  const manifests = ['.', ...workspaces()].map((folder) => readManifest(join(root, folder)))
  expect(new Set(manifests.map((manifest) => manifest.engines.node))).toEqual(new Set(['>=20.19']))
})

test('an old Node gets one clear line and exit code 1', () => {
  const guard = join(root, 'scripts', 'setup', 'node-version.mjs')
  const code = `import(${JSON.stringify(guard)}).then(({ refuseOldNode }) => refuseOldNode('18.20.8'))`
  const { status, stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr).toContain('this is Node 18.20.8; Symbolon needs Node 20.19 or newer')
})

test('an unknown command is answered with the known ones', () => {
  const run = join(root, 'scripts', 'run.mjs')
  const { status, stderr } = spawnSync(process.execPath, [run, 'tset'], { encoding: 'utf8' })
  expect(status).toBe(2)
  expect(stderr).toContain('start | test | build | check')
})
