import { expect } from 'vitest'
import { chromiumTest } from './support/chromium.ts'
import { fails, hour, scene, shows } from './support/react-hooks.ts'

chromiumTest(
  'a client that the app joins is given the next token, and not the one it has',
  async () => {
    const { page, show } = await scene()
    await show({ ready: true })
    await shows(page, '007 lobby publisher 1')
    expect(await page.evaluate(() => hooks.client().listening())).toBe(3)
    await page.evaluate(async () => {
      await hooks.client().join('app', 'lobby', hooks.state().token)
      await hooks.client().publish(['camera'])
    })
    await page.clock.fastForward(hour * 950)
    await page.waitForFunction(() => hooks.client().calls.length > 2)
    expect(await page.evaluate(() => hooks.client().calls)).toEqual([
      'join 007 lobby publisher 1',
      'publish camera',
      'renewToken 007 lobby publisher 2',
    ])
    await page.evaluate(() => hooks.unmount())
    expect(await page.evaluate(() => hooks.client().listening())).toBe(0)
  },
)

chromiumTest('signed in again after the end: the client is back with its tracks', async () => {
  const { page, server, show } = await scene()
  await show({ ready: true })
  await shows(page, '007 lobby publisher 1')
  await page.evaluate(async () => {
    await hooks.client().join('app', 'lobby', hooks.state().token)
    await hooks.client().publish(['camera'])
  })
  server.status = 401
  await page.clock.fastForward(hour * 1001)
  await fails(page, 'TOKEN_REFUSED')
  await page.evaluate(() => hooks.client().expel())
  expect(await page.evaluate(() => hooks.error())).toBe('TOKEN_REFUSED')
  server.status = 201
  await page.evaluate(() => hooks.state().retry())
  await page.waitForFunction(
    () => hooks.client().calls.at(-1) === 'publish camera' && hooks.error() === null,
  )
  expect(await page.evaluate(() => hooks.client().calls.slice(2))).toEqual([
    'join 007 lobby publisher 3',
    'publish camera',
  ])
})

chromiumTest('who hangs up while there is no token is not brought back', async () => {
  const { page, server, show } = await scene()
  await show({ ready: true })
  await shows(page, '007 lobby publisher 1')
  await page.evaluate(() => hooks.client().join('app', 'lobby', hooks.state().token))
  server.status = 500
  await page.clock.fastForward(hour * 1001)
  await page.evaluate(() => hooks.client().expel())
  await page.waitForFunction(() => hooks.state().expired)
  await show({ ready: false })
  expect(await page.evaluate(() => hooks.client().listening())).toBe(0)
  server.status = 201
  await page.clock.runFor(61_000)
  await page.waitForFunction(() => !hooks.state().expired)
  expect(await page.evaluate(() => hooks.client().calls)).toHaveLength(1)
})

chromiumTest('viewer to host: the token first, then the role', async () => {
  const { page, server, show } = await scene()
  await show({ ready: true, role: 'subscriber' })
  await shows(page, '007 lobby subscriber 1')
  await page.evaluate(() => hooks.client().join('app', 'lobby', hooks.state().token))
  await page.evaluate(() => hooks.changeRole('publisher'))
  expect(await page.evaluate(() => hooks.client().calls.slice(1))).toEqual([
    'renewToken 007 lobby publisher 2',
    'setClientRole host',
  ])
  server.status = 403
  const refused = page.evaluate(() => hooks.changeRole('subscriber').catch(({ code }) => code))
  expect(await refused).toBe('TOKEN_REFUSED')
})

chromiumTest('useAutoRenew without its options says so to the error boundary', async () => {
  const { page, show } = await scene()
  await show({ bare: true })
  expect(await page.evaluate(() => hooks.faults)).toContain('useAutoRenew needs appId and channel')
})
