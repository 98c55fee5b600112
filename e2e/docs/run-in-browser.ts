import { onTestFinished } from 'vitest'
import { openPages } from '../emulator/support/browser.ts'
import type { Desk } from './desk.ts'
import { bundleForBrowser } from './run-modules.ts'

/** Runs a module in Chromium with the unmodified SDK. @returns what it logs */
export async function runInBrowser(code: string, desk: Desk): Promise<string[]> {
  const script = await bundleForBrowser(code, desk)
  const html = '<!doctype html><title>Docs</title><body>'
  const opened = await openPages({ '/index.html': html, '/page.js': script })
  onTestFinished(() => opened.close())
  const said: string[] = []
  const faults: string[] = []
  await opened.page.exposeFunction('say', (...parts: unknown[]) => said.push(parts.join(' ')))
  await new Promise<void>((resolve, reject) => {
    opened.page.on('pageerror', (error) => {
      faults.push(error.message)
      reject(new Error([error.message, ...opened.log].join('\n')))
    })
    opened.page
      .exposeFunction('done', () => resolve())
      .then(() => opened.page.addScriptTag({ url: '/page.js', type: 'module' }))
      .catch(reject)
  })
  if (faults.length > 0) throw new Error(faults.join('\n'))
  return said
}
