import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { type Desk, setDesk } from '../docs/desk.ts'
import { root } from '../docs/pages.ts'
import { runShell } from '../docs/run-shell.ts'
import { mapped } from '../emulator/support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { servePages } from '../support/pages.ts'

const fakeDevices = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
]

/** An example's page in Chromium, bundled, beside what `npm start` runs. */
export async function openExample(name: string) {
  const desk = await setDesk('8080 4443 970CA35de60c44645bbae8a215061b33')
  const pages = await servePages(await bundled(join(root, 'examples', name)))
  onTestFinished(() => pages.close())
  const browser = await launchChromium({ args: [...fakeDevices, mapped()] })
  onTestFinished(() => browser.close())
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const log: string[] = []
  const newPage = async (tokens = desk.here('http://127.0.0.1:8080/v1/tokens')): Promise<Page> => {
    const page = await context.newPage()
    page.on('console', (message) => log.push(message.text()))
    page.on('pageerror', (error) => log.push(`page error: ${error.message}`))
    const appId = desk.env.AGORA_APP_ID!
    const query = new URLSearchParams({ appId, emulator: desk.emulator, tokens })
    await page.goto(`${pages.url}/index.html?${query}`)
    return page
  }
  return { newPage, desk, log }
}

async function bundled(folder: string): Promise<Record<string, string>> {
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  const main = /src="\.\/(main\.jsx?)"/.exec(html)![1]!
  const { outputFiles } = await build({
    entryPoints: [join(folder, main)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  })
  return { '/index.html': html.replace(main, 'main.js'), '/main.js': outputFiles[0]!.text }
}

/** Runs a command of a page, such as `npx symbolon …`, for the servers of this desk. */
export async function run(command: string, desk: Desk): Promise<void> {
  const code = command.replace('npx symbolon', 'symbolon')
  const block = { page: '', line: 0, language: 'sh', mark: undefined, code }
  const [ran] = await runShell([block], desk)
  if (ran!.exitCode !== 0) throw new Error(`${command}: ${ran!.output}`)
}

/** Resolves once a video of the page shows pictures. */
export async function plays(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('video')].some(({ videoWidth }) => videoWidth > 0),
  )
}
