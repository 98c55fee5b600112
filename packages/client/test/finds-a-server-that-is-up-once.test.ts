import { expect, test } from 'vitest'
import { scene } from './fixture.ts'
import { randomOf } from './virtual-world.ts'

const sessions = 300
const renewAt = 3240
const latestFirstAttempt = renewAt + 162
const end = 3600

/** How many sessions lose their token when the server is up once after `renewAt`, for 20 seconds, at a random time. */
async function lost(earliest: number): Promise<number> {
  let count = 0
  for (let seed = 1; seed <= sessions; seed++) {
    const random = randomOf(seed)
    const { world, server, source, heard } = scene({}, { random })
    const start = world.now
    const up = start + earliest + random() * (end - 60 - earliest)
    server.answer = () => {
      const isUp = world.now < start + renewAt || (world.now >= up && world.now < up + 20)
      return isUp ? server.token() : Promise.reject(new TypeError('connection refused'))
    }
    void source.get()
    await world.advance(end + 10)
    if (heard.includes('expired')) count++
    source.close()
  }
  return count
}

test('a server that is up for 20 seconds after the first attempt is found by all', async () => {
  expect(await lost(latestFirstAttempt)).toBe(0)
})

test('one that is up before a client had a reason to ask is missed by few', async () => {
  expect(await lost(renewAt + 60)).toBeLessThanOrEqual(sessions / 10)
})
