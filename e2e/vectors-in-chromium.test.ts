import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { chromiumTest, launchChromium } from './support/chromium.ts'
import { type Pages, servePages } from './support/pages.ts'

const here = import.meta.dirname
const vectors = (file: string) => readFileSync(join(here, '../vectors', file))

/** As an application's bundler would: the `browser` condition, no Node in reach. */
async function bundlePage(): Promise<{ code: string; inputs: string[] }> {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(here, 'pages', 'vectors.ts')],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
  })
  return { code: outputFiles[0]!.text, inputs: Object.keys(metafile.inputs) }
}

let browser: Browser | undefined
let pages: Pages | undefined
let inputs: string[] = []

beforeAll(async () => {
  const bundle = await bundlePage()
  inputs = bundle.inputs
  pages = await servePages({
    '/index.html': '<!doctype html><script type="module" src="/page.js"></script>',
    '/page.js': bundle.code,
    '/agora-vectors.json': vectors('agora-vectors.json'),
    '/rfc4231.json': vectors('rfc4231.json'),
  })
})
afterAll(async () => {
  await browser?.close()
  await pages?.close()
})

chromiumTest('the browser build carries the portable platform, not that of Node', () => {
  const named = (end: string) => inputs.filter((input) => input.endsWith(end))
  expect(named('packages/token/dist/platform/portable.js')).toHaveLength(1)
  expect(named('packages/token/dist/platform/node.js')).toHaveLength(0)
})

chromiumTest('every official vector holds in Chromium', async () => {
  browser = await launchChromium()
  const page = await browser.newPage()
  const errors: Error[] = []
  page.on('pageerror', (error) => errors.push(error))
  await page.goto(`${pages?.url}/index.html`)
  const { passed, failed } = await page.evaluate(() => globalThis.runVectors())
  expect(errors).toEqual([])
  expect(failed).toEqual([])
  expect(passed).toBe(524 + 68 + 7)
})
