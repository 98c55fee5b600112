import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Browser } from 'playwright-core'
import { launchChromium } from '../../support/chromium.ts'
import { servePages } from '../../support/pages.ts'
import { sdkFile } from './sdk-version.ts'

/** Nothing but this machine can be reached, whatever the SDK tries. */
const onlyHere =
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1'

/** With a port every name is this machine, where that one answers; only the page itself is found as usual. */
export function mapped(port?: number): string {
  if (port === undefined) return onlyHere
  return `--host-resolver-rules=MAP * 127.0.0.1:${port} , EXCLUDE 127.0.0.1`
}

const fakeDevices = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
]

/** A page with the unmodified SDK, as npm has it; `port`: where all its hosts are mapped to. */
export async function openSdkPage(port?: number) {
  const scripts = '<script src="/page.js"></script><script src="/sdk.js"></script>'
  const files = {
    '/index.html': `<!doctype html><title>SDK</title><body>${scripts}`,
    '/sdk.js': await readFile(sdkFile),
    '/page.js': await bundle('sdk.ts'),
  }
  return openPages(files, port)
}

/** Opens `/index.html` of these files, with a fake camera and microphone, where no other host can be reached. */
export async function openPages(files: Record<string, string | Uint8Array>, port?: number) {
  const pages = await servePages(files)
  const browser = await launchChromium({ args: [...fakeDevices, mapped(port)] })
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const log: string[] = []
  const newPage = async () => {
    const page = await context.newPage()
    page.on('console', (message) => log.push(message.text()))
    page.on('pageerror', (error) => log.push(`page error: ${error.message}`))
    await page.goto(`${pages.url}/index.html`)
    return page
  }
  return { page: await newPage(), newPage, log, close: () => closeAll(browser, pages) }
}

async function bundle(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '..', '..', 'pages', name)],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
  })
  return outputFiles[0]!.text
}

async function closeAll(browser: Browser, pages: { close(): Promise<void> }): Promise<void> {
  await browser.close()
  await pages.close()
}
