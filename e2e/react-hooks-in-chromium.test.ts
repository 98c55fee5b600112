import { expect } from 'vitest'
import { chromiumTest } from './support/chromium.ts'
import { fails, hour, lapse, renders, scene, shows } from './support/react-hooks.ts'

chromiumTest('StrictMode, two components and many renders make one request', async () => {
  const { page, server, show } = await scene()
  for (let nth = 0; nth < 20; nth++) await show({}, {})
  await shows(page, '007 lobby publisher 1')
  for (let nth = 0; nth < 20; nth++) await show({}, {})
  await page.waitForFunction(() => hooks.renders.slice(-2).every(({ token }) => token !== null))
  expect(server.asked).toEqual(['lobby publisher'])
  expect(await page.evaluate(() => hooks.open)).toEqual({
    ...{ channels: 2, intervals: 2 },
    sources: 2, // a component that is taken away and put back at once goes on with its own
  })
})

chromiumTest(
  'a component that is gone has closed what it opened, and asks for nothing',
  async () => {
    const { page, server, show } = await scene()
    await show({})
    await shows(page, '007 lobby publisher 1')
    await page.evaluate(() => hooks.unmount())
    await page.waitForFunction(() => hooks.open.channels + hooks.open.intervals === 0)
    await page.clock.fastForward(2 * hour * 1000)
    expect(server.asked).toHaveLength(1)
  },
)

chromiumTest(
  'another channel is another token, and is never shown with that of the first',
  async () => {
    const { page, server, show } = await scene()
    await show({ channel: 'lobby' })
    await shows(page, '007 lobby publisher 1')
    await show({ channel: 'stage' })
    await page.waitForFunction(() => hooks.state().token?.includes('stage'))
    for (const { channel, token } of await renders(page)) {
      if (token !== null) expect(token).toContain(` ${channel} `)
    }
    expect(server.asked).toEqual(['lobby publisher', 'stage publisher'])
  },
)

chromiumTest('of many wishes in a row the last one counts, and nothing is left open', async () => {
  const { page, show } = await scene()
  for (const channel of ['a', 'b', 'c', 'a', 'd']) await show({ channel })
  await page.waitForFunction(() => hooks.state().token?.includes(' d '))
  await page.waitForFunction(() => hooks.open.channels === 1 && hooks.open.intervals === 1)
})

chromiumTest('another role replaces the token without taking it away', async () => {
  const { page, server, show } = await scene()
  await show({ role: 'subscriber' })
  await shows(page, '007 lobby subscriber 1')
  const before = (await renders(page)).length
  await show({ role: 'publisher' })
  await shows(page, '007 lobby publisher 2')
  const since = (await renders(page)).slice(before)
  expect(since.filter(({ token }) => token === null)).toEqual([])
  expect(server.asked).toEqual(['lobby subscriber', 'lobby publisher'])
})

chromiumTest('a role that is refused is told, and the token stays', async () => {
  const { page, server, show } = await scene()
  await show({ role: 'subscriber' })
  await shows(page, '007 lobby subscriber 1')
  server.status = 403
  await show({ role: 'publisher' })
  await fails(page, 'TOKEN_REFUSED')
  expect(await page.evaluate(() => hooks.state().token)).toBe('007 lobby subscriber 1')
  server.status = 201
  await page.clock.fastForward(hour * 950) // the renewal of the role that there is
  await shows(page, '007 lobby subscriber 3')
})

chromiumTest('a role that was refused is asked for again by retry', async () => {
  const { page, server, show } = await scene()
  await show({ role: 'subscriber' })
  await shows(page, '007 lobby subscriber 1')
  server.status = 403
  await show({ role: 'publisher' })
  await fails(page, 'TOKEN_REFUSED')
  server.status = 201
  await page.evaluate(() => hooks.state().retry())
  await shows(page, '007 lobby publisher 3')
  expect(await page.evaluate(() => hooks.state().error)).toBeNull()
})

chromiumTest('a renewal uses the fetchToken and the headers of the latest render', async () => {
  const { page, server, show } = await scene()
  await show({ own: true })
  await shows(page, '007 lobby 1')
  for (let nth = 2; nth <= 9; nth++) await show({ own: true })
  await page.clock.fastForward(hour * 950)
  await shows(page, '007 lobby 2')
  expect(server.asked.at(-1)).toBe('lobby by render 9')

  await show({})
  await shows(page, '007 lobby publisher 3')
  await show({})
  await page.clock.fastForward(hour * 950)
  await shows(page, '007 lobby publisher 4')
  expect(server.headers).toEqual(['10', '11'])
})

chromiumTest('a refusal is told, and asked about again when the user has signed in', async () => {
  const { page, server, show } = await scene()
  server.status = 401
  await show({})
  await fails(page, 'TOKEN_REFUSED')
  await page.clock.fastForward(hour * 1000)
  expect(server.asked).toHaveLength(1)
  server.status = 201
  await page.evaluate(() => hooks.state().retry())
  await shows(page, '007 lobby publisher 2')
  expect(await page.evaluate(() => hooks.state().error)).toBeNull()
})

chromiumTest('a server that is down is asked until it is there, and sooner by retry', async () => {
  const { page, server, show } = await scene()
  server.status = 0
  await show({})
  await fails(page, 'TOKEN_SERVER_UNREACHABLE')
  const attemptsOfOneGet = 4
  await lapse(page, () => server.asked.length > attemptsOfOneGet)
  server.status = 201
  const before = server.asked.length
  await lapse(page, () => server.asked.length > before)
  await page.waitForFunction(() => hooks.state().token !== null)

  server.status = 503
  await show({ channel: 'stage' })
  await fails(page, 'TOKEN_SERVER_FAILED')
  server.status = 201
  await page.evaluate(() => hooks.state().retry())
  await page.waitForFunction(() => hooks.state().token?.includes('stage'))
})

chromiumTest('a token that ends stays, is called expired, and is replaced', async () => {
  const { page, server, show } = await scene()
  await show({})
  await shows(page, '007 lobby publisher 1')
  server.status = 500
  await page.clock.fastForward(hour * 1001)
  await page.waitForFunction(() => hooks.state().expired)
  expect(await page.evaluate(() => hooks.state().token)).toBe('007 lobby publisher 1')
  server.status = 201
  await page.clock.runFor(61_000)
  await page.waitForFunction(() => !hooks.state().expired)
  expect((await renders(page)).at(-1)).toMatchObject({ expired: false, error: null })
})

chromiumTest('retry keeps a token that lives, and its end is told', async () => {
  const { page, server, show } = await scene()
  await show({})
  await shows(page, '007 lobby publisher 1')
  server.status = 500
  await page.clock.fastForward(hour * 950)
  await fails(page, 'TOKEN_SERVER_FAILED')
  const before = server.asked.length
  await page.evaluate(() => hooks.state().retry())
  const current = () => hooks.state().source!.current?.token
  expect(await page.evaluate(current)).toBe('007 lobby publisher 1')
  await lapse(page, () => server.asked.length > before)
  await fails(page, 'TOKEN_SERVER_FAILED')

  server.status = 401
  await lapse(page, () => server.asked.length > before + 1)
  await fails(page, 'TOKEN_REFUSED')
  await page.evaluate(() => hooks.state().retry())
  expect(await page.evaluate(current)).toBe('007 lobby publisher 1')
  await page.clock.fastForward(hour * 100)
  await page.waitForFunction(() => hooks.state().expired)
})

chromiumTest('retry keeps to Retry-After, and the error stays', async () => {
  const { page, server, show } = await scene()
  await show({})
  await shows(page, '007 lobby publisher 1')
  Object.assign(server, { status: 429, retryAfter: '150' })
  await page.clock.fastForward(hour * 950)
  await fails(page, 'TOKEN_SERVER_BUSY')
  const before = server.asked.length
  for (let nth = 0; nth < 3; nth++) {
    await page.evaluate(() => hooks.state().retry())
    await page.clock.runFor(2000)
    await fails(page, 'TOKEN_SERVER_BUSY')
  }
  expect(server.asked).toHaveLength(before)
})

chromiumTest('nothing is wanted: nothing is asked; then something is', async () => {
  const { page, server, show } = await scene()
  await show(null)
  expect(await page.evaluate(() => hooks.state().source)).toBeNull()
  await show({})
  await shows(page, '007 lobby publisher 1')
  await show(null)
  expect((await renders(page)).at(-1)!.token).toBeNull()
  await page.waitForFunction(() => hooks.open.channels === 0)
  expect(server.asked).toHaveLength(1)
})

chromiumTest('options that can give no token are told to the error boundary', async () => {
  const { page, show } = await scene()
  await show({ channel: '' })
  expect(await page.evaluate(() => hooks.faults)).toContain('channel is missing')
})
