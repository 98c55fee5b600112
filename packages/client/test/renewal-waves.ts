import { createTokenSource, type TokenSource } from '@symbolon/client'
import { expect } from 'vitest'
import { fakeServer } from './fixture.ts'
import { Device, randomOf, World } from './virtual-world.ts'

/** Renewals of a token of an hour are due in so many seconds after `renewAt`. */
const spanSeconds = 162

export function busiestSecond(times: readonly number[]): number {
  const perSecond = new Map<number, number>()
  for (const time of times) {
    perSecond.set(Math.floor(time), (perSecond.get(Math.floor(time)) ?? 0) + 1)
  }
  return Math.max(...perSecond.values())
}

/** Clients whose tokens of an hour end together, for two renewals: never twice the mean rate of the span. */
export async function renewTwice(clients: number): Promise<void> {
  const world = new World()
  const server = fakeServer(world)
  const random = randomOf(7)
  const sources: TokenSource[] = []
  for (let nth = 0; nth < clients; nth++) {
    const environment = new Device({ world, fetch: server.fetch, random })
    const source = createTokenSource({
      url: 'https://tokens.example/v1/tokens',
      channel: 'lobby',
      subject: { uid: nth + 1 },
      environment,
      shareAs: false,
    })
    source.on('expired', () => expect.unreachable('a token has ended'))
    sources.push(source)
    void source.get()
  }
  await world.advance(10)
  for (const seconds of [3500, 3400]) {
    server.requests = []
    await world.advance(seconds)
    expect(server.requests).toHaveLength(clients)
    const busiest = busiestSecond(server.requests.map(({ at }) => at))
    expect(busiest).toBeLessThan((2 * clients) / spanSeconds)
  }
  for (const source of sources) source.close()
}
