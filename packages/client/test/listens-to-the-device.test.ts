import { systemEnvironment } from '@symbolon/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A page whose events are dispatched by hand. */
function page() {
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  const window = new EventTarget()
  vi.stubGlobal('document', document)
  vi.stubGlobal('window', window)
  return { document, window }
}

function wakes() {
  let count = 0
  const end = systemEnvironment().onWake(() => count++)
  return { count: () => count, end }
}

test('looking at the page, coming back to it or to the net wakes; being hidden does not', () => {
  const { document, window } = page()
  const { count, end } = wakes()
  document.dispatchEvent(new Event('visibilitychange'))
  document.dispatchEvent(new Event('resume'))
  window.dispatchEvent(new Event('online'))
  window.dispatchEvent(new Event('pageshow'))
  expect(count()).toBe(4)
  document.visibilityState = 'hidden'
  document.dispatchEvent(new Event('visibilitychange'))
  expect(count()).toBe(4)
  end()
  document.visibilityState = 'visible'
  document.dispatchEvent(new Event('visibilitychange'))
  expect(count()).toBe(4)
})

test('a page that stays visible while the device sleeps, or whose clock is set, wakes within 15 seconds', () => {
  const { count, end } = wakes()
  vi.advanceTimersByTime(60_000)
  expect(count()).toBe(0)
  for (const step of [8 * 3_600_000, -3_600_000]) {
    vi.setSystemTime(Date.now() + step)
    vi.advanceTimersByTime(15_000)
  }
  expect(count()).toBe(2)
  vi.advanceTimersByTime(60_000)
  expect(count()).toBe(2)
  end()
  expect(vi.getTimerCount()).toBe(0)
})

test('timers wait, and can be cancelled', () => {
  const { after } = systemEnvironment()
  const acted: string[] = []
  after(2, () => acted.push('two'))
  after(1, () => acted.push('cancelled'))()
  vi.advanceTimersByTime(1999)
  expect(acted).toEqual([])
  vi.advanceTimersByTime(1)
  expect(acted).toEqual(['two'])
})

test('a span beyond what timers can wait does not fire at once', () => {
  const { after } = systemEnvironment()
  let acted = 0
  after(3e7, () => acted++)
  vi.advanceTimersByTime(86_399_000)
  expect(acted).toBe(0)
})

test('what nobody listens to is reported as uncaught where there is such a thing, else printed', () => {
  const error = new Error('unheard')
  const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  systemEnvironment().report(error)
  expect(printed).toHaveBeenCalledWith(error)
  const reportError = vi.fn()
  vi.stubGlobal('reportError', reportError)
  systemEnvironment().report(error)
  expect(reportError).toHaveBeenCalledWith(error)
  expect(printed).toHaveBeenCalledTimes(1)
})

test('tabs share where there are locks and channels', async () => {
  vi.stubGlobal('navigator', {})
  expect(systemEnvironment().tabs).toBeUndefined()
  const asked: unknown[] = []
  const request = (name: string, options: object, work: () => unknown) => {
    asked.push(name, options)
    return Promise.resolve(work())
  }
  vi.stubGlobal('navigator', { locks: { request } })
  vi.useRealTimers()
  const { lock, open } = systemEnvironment().tabs!
  const { signal } = new AbortController()
  expect(await lock('me', async () => 'done', signal)).toBe('done')
  expect(asked).toEqual(['me', { signal }])
  let resolve = (_message: unknown): void => undefined
  const heard = new Promise((done) => {
    resolve = done
  })
  const lines = [open('line', resolve), open('line', () => undefined)]
  lines[1]!.say({ ask: true })
  expect(await heard).toEqual({ ask: true })
  for (const line of lines) line.close()
})
