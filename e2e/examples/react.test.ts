import { expect } from 'vitest'
import { chromiumTest } from '../support/chromium.ts'
import { openExample, plays, run } from './support.ts'

chromiumTest('the React example joins, shows a host, renews and leaves', async () => {
  const { newPage, desk, log } = await openExample('react')
  const [host, viewer] = [await newPage(), await newPage()]
  await host.click('text=Join as host')
  await host.waitForSelector('output:text-is("CONNECTED")')
  await viewer.click('text=Join as viewer')
  await plays(host)
  await plays(viewer)

  const until = await viewer.locator('text=The token lasts until').innerText()
  await run('npx symbolon clock advance 59m30s', desk)
  for (const page of [host, viewer]) {
    await page.waitForFunction((before) => !document.body.innerText.includes(before), until)
    expect(await page.locator('output').innerText()).toBe('CONNECTED')
    expect(await page.locator('[role=alert]').count()).toBe(0)
  }
  await plays(viewer)
  await host.click('text=Leave')
  await host.waitForSelector('text=Join as host')
  await viewer.waitForFunction(() => document.querySelector('video') === null)
  expect(log.filter((line) => line.startsWith('page error'))).toEqual([])
})

chromiumTest('the React example shows why there is no token, and tries again', async () => {
  const { newPage } = await openExample('react')
  const page = await newPage('http://127.0.0.1:9/v1/tokens')
  await page.click('text=Join as viewer')
  expect(await page.locator('[role=alert]').innerText()).toContain('TOKEN_SERVER_UNREACHABLE')
  await page.click('text=Try again')
})
