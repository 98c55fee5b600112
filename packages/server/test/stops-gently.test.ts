import { EventEmitter } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { untilSignal } from '../src/lifecycle/until-signal.ts'
import { start } from './fixture.ts'

/** A POST whose body is sent in two parts; gives the part that ends it, and what is answered. */
function slowPost(url: string) {
  const body = '{"rtc":{"channel":"lobby","uid":7}}'
  const sent = request(`${url}/v1/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': body.length },
  })
  const answered = new Promise<{ status?: number; connection?: string }>((resolve, reject) => {
    sent.on('error', reject)
    sent.on('response', (response) => {
      response.resume().on('end', () => {
        resolve({ status: response.statusCode!, connection: response.headers.connection! })
      })
    })
  })
  const begun = new Promise<void>((resolve) => sent.write(body.slice(0, 10), () => resolve()))
  return { begun, answered, finish: () => sent.end(body.slice(10)) }
}

test('a request in flight is finished, and its connection ended', async () => {
  const { url, close } = await start()
  const post = slowPost(url)
  await post.begun
  await fetch(`${url}/ping`) // by then the server has seen the beginning of the other
  const closed = close()
  post.finish()
  expect(await post.answered).toMatchObject({ status: 201 })
  await closed
  await expect(fetch(`${url}/ping`)).rejects.toThrow()
})

test('readiness is false first, while requests are still answered', async () => {
  const { url, close } = await start({ SYMBOLON_DRAIN_SECONDS: '0.3' })
  const closed = close()
  const ready = await fetch(`${url}/readyz`)
  expect(ready.status).toBe(503)
  expect(await ready.json()).toEqual({ status: 'draining' })
  expect(ready.headers.get('connection')).toBe('close')
  expect((await fetch(`${url}/livez`)).status).toBe(200)
  await closed
  await expect(fetch(`${url}/livez`)).rejects.toThrow()
})

test('what does not finish in time is cut off', async () => {
  const { url, close } = await start()
  const post = slowPost(url)
  const cut = expect(post.answered).rejects.toThrow()
  await post.begun
  await fetch(`${url}/ping`)
  await close(0.1)
  await cut
})

test('idle connections do not hold the stop up', async () => {
  const { url, close } = await start()
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const ended = new Promise((resolve) => socket.once('close', resolve))
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.write('GET /ping HTTP/1.1\r\nHost: a\r\n\r\n')
  await new Promise((resolve) => socket.once('data', resolve))
  await close()
  await ended
})

test('connections that say nothing, or not all, do not hold the stop up', async () => {
  const { url, close } = await start()
  const { hostname, port } = new URL(url)
  const begun = (text: string) => {
    const socket = connect(Number(port), hostname)
    const ended = new Promise((resolve) => socket.once('close', resolve))
    socket.on('error', () => undefined).resume()
    return new Promise<{ ended: Promise<unknown> }>((resolve) => {
      socket.once('connect', () => socket.write(text, () => resolve({ ended })))
    })
  }
  const silent = await begun('')
  const half = await begun('GET /ping HTTP/1.1\r\nHo')
  const body = await begun('POST /v1/tokens HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{')
  const post = slowPost(url)
  await post.begun
  await fetch(`${url}/ping`)
  const before = performance.now()
  const closed = close()
  await Promise.all([silent.ended, half.ended])
  post.finish() // begun before, and finished in time
  expect(await post.answered).toMatchObject({ status: 201 })
  await Promise.all([closed, body.ended])
  expect(performance.now() - before).toBeLessThan(4000)
})

test('stopping twice is stopping once', async () => {
  const { close, log } = await start()
  await Promise.all([close(), close()])
  expect(log.lines.map(({ message }) => message)).toEqual(['listening', 'stopping', 'stopped'])
})

class FakeProcess extends EventEmitter {
  readonly codes: number[] = []
  exit = (code: number) => {
    this.codes.push(code)
  }
}

test.each(['SIGTERM', 'SIGINT'])('%s closes and lets go of the signals', async (signal) => {
  const source = new FakeProcess()
  let closed = false
  const done = untilSignal(source, async () => {
    closed = true
  })
  source.emit(signal)
  await done
  expect({ closed, codes: source.codes, left: source.listenerCount(signal) }).toEqual({
    closed: true,
    codes: [],
    left: 0,
  })
})

/** Signals at these milliseconds after the first; gives the exit codes. */
async function signalsAt(...times: number[]): Promise<number[]> {
  const source = new FakeProcess()
  let now = 1000
  let finish = () => {}
  const closing = () => new Promise<void>((resolve) => (finish = resolve))
  const done = untilSignal(source, closing, () => now)
  source.emit('SIGINT')
  await new Promise((resolve) => setImmediate(resolve))
  for (const ms of times) {
    now = 1000 + ms
    source.emit('SIGTERM')
  }
  finish()
  await done
  return source.codes
}

test('a second signal ends the process at once', async () => {
  expect(await signalsAt(151)).toEqual([1])
})

test('the echo of a signal, as npm makes it, is not a second one', async () => {
  expect(await signalsAt(0, 5, 150)).toEqual([])
})
