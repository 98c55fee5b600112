import { expect } from 'vitest'
import { blocksOf } from '../docs/blocks.ts'
import { read } from '../docs/pages.ts'
import { chromiumTest } from '../support/chromium.ts'
import { openExample, plays, run } from './support.ts'

const blocks = blocksOf('README.md', read('examples/web/README.md'))

chromiumTest('the web example joins, shows a host, renews and leaves', async () => {
  const { newPage, desk, log } = await openExample('web')
  const [host, viewer] = [await newPage(), await newPage()]
  await host.click('text=Join as host')
  await host.waitForSelector('output:text-is("CONNECTED")')
  await viewer.click('text=Join as viewer')
  await plays(host)
  await plays(viewer)

  await run(blocks[1]!.code, desk)
  for (const page of [host, viewer]) {
    await page.waitForFunction(() => document.querySelectorAll('#log li').length === 2)
    expect(await page.locator('#log').innerText()).toMatch(/^a token until .*\na token until .*$/)
    expect(await page.locator('#state').innerText()).toBe('CONNECTED')
  }
  await host.click('text=Leave')
  await host.waitForSelector('output:text-is("DISCONNECTED LEAVE")')
  await viewer.waitForFunction(() => document.querySelector('video') === null)
  expect(log.filter((line) => line.startsWith('page error'))).toEqual([])
})

chromiumTest('the web example says that it got no token, and can be tried again', async () => {
  const { newPage } = await openExample('web')
  const page = await newPage('http://127.0.0.1:9/v1/tokens')
  await page.click('text=Join as viewer')
  await page.waitForSelector('#log li')
  expect(await page.locator('#log').innerText()).toContain('TOKEN_SERVER_UNREACHABLE')
})
