import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { missingChromium } from '../support/chromium.ts'
import { testUnless } from '../support/test-unless.ts'
import { type Block, blocksOf, treatmentOf } from './blocks.ts'
import { setDesk } from './desk.ts'
import { pages, read, root } from './pages.ts'
import { runInBrowser } from './run-in-browser.ts'
import { asOneModule, runModule, saidOutputs } from './run-modules.ts'
import { firstMissing, runShell } from './run-shell.ts'

interface Page {
  readonly page: string
  readonly blocks: readonly Block[]
  /** the blocks that are treated so */
  readonly treated: (...kinds: string[]) => Block[]
}

const all: Page[] = pages.map((page) => {
  const text = read(page)
  const blocks = blocksOf(page, text)
  const kinds = blocks.map((block) => treatmentOf(block, text).as)
  const treated = (...wanted: string[]) => blocks.filter((_, at) => wanted.includes(kinds[at]!))
  return { page, blocks, treated }
})
const having = (...kinds: string[]) => all.filter(({ treated }) => treated(...kinds).length > 0)
const whole = (blocks: readonly Block[]) => blocks.map(({ code }) => code).join('\n')

test('every block is run or checked by a test', () => {
  const sum = all.flatMap(({ blocks }) => blocks)
  expect(sum.length).toBeGreaterThan(50)
  for (const { page, blocks } of all) {
    for (const block of blocks) {
      const treatment = treatmentOf(block, read(page))
      if (treatment.as !== 'elsewhere') continue
      const file = join(root, treatment.test)
      expect(existsSync(file), treatment.test).toBe(true)
      expect(readFileSync(file, 'utf8')).toContain(basename(page))
    }
  }
})

test.each(having('shell', 'session'))('the commands of $page print what it shows', async (page) => {
  const blocks = page.treated('shell', 'session', 'output')
  const commands = blocks.filter(({ language }) => language !== 'text')
  const ran = await runShell(commands, await setDesk(whole(commands)))
  for (const { line, printed, output, exitCode } of ran) {
    const ended = printed === undefined && exitCode !== 0 ? `exit code ${exitCode}: ${output}` : ''
    expect({ line, ended }).toEqual({ line, ended: '' })
    const missing = firstMissing(printed ?? [], output)
    if (missing !== undefined) expect(output, `${page.page}: ${line}`).toContain(missing)
  }
})

test.each(having('module'))('the code of $page runs, and logs what it says', async (page) => {
  const blocks = page.treated('module')
  const code = asOneModule(blocks)
  const logged = await runModule(code, { desk: await setDesk(code), name: 'page' })
  expect(logged).toEqual(saidOutputs(blocks))
})

const browserTest = testUnless(missingChromium)
browserTest.each(having('browser'))('the code of $page runs in a browser', async (page) => {
  const blocks = page.treated('browser')
  const code = asOneModule(blocks)
  const logged = await runInBrowser(code, await setDesk(code))
  expect(logged).toEqual(saidOutputs(blocks))
})

test.each(having('json'))('the JSON of $page can be read', (page) => {
  for (const { code } of page.treated('json')) expect(() => JSON.parse(code)).not.toThrow()
})

test.each(having('diff'))(
  '$page: both sides of each change run, and log the same',
  async (page) => {
    const blocks = page.treated('diff')
    const desk = await setDesk(whole(blocks))
    for (const { code, line } of blocks) {
      const side = (left: string) =>
        code.replace(new RegExp(`^[${left}].*\\n`, 'gm'), '').replace(/^[-+ ]/gm, '')
      const run = (text: string, name: string) =>
        runModule(withRequire(text), { desk, name: `${name}-${line}` })
      const after = await run(side('-'), 'after')
      expect(after).toEqual(await run(side('+'), 'before'))
      expect(after).toEqual(saidOutputs([{ code: side('-') }]))
    }
  },
)

/** The old side is CommonJS. */
function withRequire(text: string): string {
  if (!text.includes('require(')) return text
  return `import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)\n${text}`
}
