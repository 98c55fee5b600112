import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
/** inside the repository, so that the packages are found */
const folder = join(root, '.cache', `emulator-readme-${process.pid}`)

beforeAll(() => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'none.mjs'), 'export default {}\n') // not the repository's settings
})
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['node', 'example.mjs', (file: string) => ['--test', file]],
  [
    'vitest',
    'example.test.mjs',
    () => [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--config',
      'none.mjs',
      '--root',
      folder,
    ],
  ],
] as const)('the example for %s passes as it is printed', (kind, name, args) => {
  const block = new RegExp(`<!-- readme-test: ${kind} -->\\n\`\`\`js\\n([\\s\\S]*?)\`\`\``).exec(
    readme,
  )
  const file = join(folder, name)
  writeFileSync(file, block![1]!)
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, args(file), { cwd: folder, env })
  expect(`${stdout}${stderr}`).toMatch(/pass(ed)?/)
  expect(status).toBe(0)
})
