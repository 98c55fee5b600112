import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { checkDocs, writeDocs } from '../check/docs-fresh.mjs'

let folder: string
const docs = (code: string) => {
  const script = join(folder, 'generator.mjs')
  writeFileSync(script, code)
  return [{ file: join(folder, 'page.md'), command: [script, 'page'] }]
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'symbolon-docs-'))
  vi.spyOn(console, 'log').mockReturnValue()
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const printing = (text: string) => docs(`process.stdout.write(${JSON.stringify(text)})`)

test('a generated page that was never written, or is old, fails; written anew it passes', () => {
  expect(checkDocs(printing('# One\n')).ok).toBe(false)
  expect(writeDocs(printing('# One\n'))).toBe(0)
  expect(readFileSync(join(folder, 'page.md'), 'utf8')).toBe('# One\n')
  expect(checkDocs(printing('# One\n'))).toEqual({ ok: true, output: '' })
  const { ok, output } = checkDocs(printing('# Two\n'))
  expect(ok).toBe(false)
  expect(output).toContain('run `npm run docs`')
})

test('a generator that fails is shown, and leaves the page as it is', () => {
  writeDocs(printing('# One\n'))
  const failing = docs("throw new Error('no schema')")
  expect(checkDocs(failing).output).toContain('no schema')
  expect(writeDocs(failing)).toBe(1)
  expect(readFileSync(join(folder, 'page.md'), 'utf8')).toBe('# One\n')
})
