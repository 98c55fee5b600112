import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { build, isBuilt } from '../setup/build.mjs'
import { installHash } from '../setup/install.mjs'
import { readStamp, stamped } from '../setup/stamp.mjs'
import { root as repository } from '../setup/workspace.mjs'

let root: string

function put(file: string, content: string): void {
  mkdirSync(join(root, file, '..'), { recursive: true })
  writeFileSync(join(root, file), content)
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'symbolon-build-'))
  put('package.json', JSON.stringify({ workspaces: ['packages/a'] }))
  put('package-lock.json', '{}')
  put('tsconfig.json', JSON.stringify({ files: [], references: [{ path: 'packages/a' }] }))
  put('packages/a/package.json', JSON.stringify({ name: 'a', type: 'module' }))
  put(
    'packages/a/tsconfig.json',
    JSON.stringify({
      extends: '../../tsconfig.base.json',
      compilerOptions: { rootDir: 'src', outDir: 'dist', types: [] },
      include: ['src'],
    }),
  )
  put('packages/a/src/one.ts', 'export const one = 1\n')
  put('packages/a/src/part/two.ts', 'export const two = 2\n')
  cpSync(join(repository, 'tsconfig.base.json'), join(root, 'tsconfig.base.json'))
  mkdirSync(join(root, 'node_modules'))
  for (const name of ['typescript', '@typescript'])
    symlinkSync(join(repository, 'node_modules', name), join(root, 'node_modules', name))
})
afterEach(() => rmSync(root, { recursive: true }))

describe('a build', () => {
  const dist = (file: string) => join(root, 'packages', 'a', 'dist', file)

  test('is needed once, and again after a source changed', async () => {
    expect(isBuilt(root)).toBe(false)
    await build(root)
    expect(isBuilt(root)).toBe(true)
    appendFileSync(join(root, 'packages/a/src/one.ts'), 'export const more = 1\n')
    expect(isBuilt(root)).toBe(false)
  })

  test('sees a source that came with an old modification time', async () => {
    await build(root)
    const source = join(root, 'packages/a/src/one.ts')
    writeFileSync(source, 'export const uno = 1\n')
    utimesSync(source, 1, 1)
    await build(root)
    const { uno } = await import(dist('one.js'))
    expect(uno).toBe(1)
  })

  test('is needed when an output is gone', async () => {
    await build(root)
    rmSync(dist('part/two.js'))
    expect(isBuilt(root)).toBe(false)
    await build(root)
    expect(existsSync(dist('part/two.js'))).toBe(true)
  })

  test('leaves nothing of a deleted source', async () => {
    await build(root)
    rmSync(join(root, 'packages/a/src/part/two.ts'))
    await build(root)
    expect(existsSync(dist('one.js'))).toBe(true)
    for (const file of ['part/two.js', 'part/two.d.ts']) expect(existsSync(dist(file))).toBe(false)
  })

  test('bundles the pages, and again when the bundler changed or a page is gone', async () => {
    const page = join(root, 'packages/server/public/index.html')
    const bundler = `import { mkdirSync, writeFileSync } from 'node:fs'
for (const name of ['server', 'cli']) {
  mkdirSync(\`packages/\${name}/public\`, { recursive: true })
  writeFileSync(\`packages/\${name}/public/index.html\`, 'page')
}
`
    put('packages/demo/build.mjs', bundler)
    await build(root)
    expect(isBuilt(root)).toBe(true)
    expect(existsSync(page)).toBe(true)
    rmSync(page)
    expect(isBuilt(root)).toBe(false)
    await build(root)
    put('packages/demo/build.mjs', `${bundler}// changed\n`)
    expect(isBuilt(root)).toBe(false)
    put('packages/demo/build.mjs', 'process.exitCode = 1')
    await expect(build(root)).rejects.toThrow('cannot be bundled')
    expect(isBuilt(root)).toBe(false)
  })

  test('that failed is not taken for done', async () => {
    await build(root)
    writeFileSync(join(root, 'packages/a/src/one.ts'), "export const one: number = 'one'\n")
    await expect(build(root)).rejects.toThrow('do not compile')
    expect(isBuilt(root)).toBe(false)
  })
})

describe('an installation', () => {
  test('is another one when the lock or any manifest changed', () => {
    const hashes = [installHash(root)]
    writeFileSync(join(root, 'package-lock.json'), '{ "lockfileVersion": 3 }')
    hashes.push(installHash(root))
    writeFileSync(join(root, 'packages/a/package.json'), '{}')
    hashes.push(installHash(root))
    expect(new Set(hashes).size).toBe(3)
  })

  test('cut short leaves no stamp', async () => {
    const stamp = join(root, 'node_modules', '.symbolon', 'installed')
    await stamped(stamp, 'old', () => Promise.resolve())
    expect(readStamp(stamp)).toBe('old')
    await expect(
      stamped(stamp, 'new', () => Promise.reject(new Error('no network'))),
    ).rejects.toThrow()
    expect(readStamp(stamp)).toBe(undefined)
  })
})
