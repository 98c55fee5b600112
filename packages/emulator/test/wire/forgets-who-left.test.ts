import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import type { Session } from '../../src/session/session.ts'
import { token } from '../fixture.ts'
import { fakeMedia, gateway } from '../support/gateway.ts'
import { joined } from '../support/raw-client.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

test.each(['leave', 'vanish'] as const)(
  'members who overlap and %s one after another are not kept by those who come later',
  async (way) => {
    const { media } = fakeMedia()
    const { port, platform, clock } = await gateway({ openMedia: async () => media })
    const sessions: WeakRef<Session>[] = []
    const pass = async (uid: number) => {
      const { client } = await joined(port, { key: token({ uid: String(uid) }), uid })
      const session = platform.world.channels.values().next().value?.members.get(uid)
      sessions.push(new WeakRef(session!))
      return client
    }
    let present = await pass(1)
    for (let uid = 2; uid <= 30; uid++) {
      const next = await pass(uid) // is told of the one before, who was told of the one before
      if (way === 'leave') await present.request('leave')
      present.socket.terminate()
      await next.pushed(way === 'leave' ? 'on_user_offline' : 'on_user_online')
      present = next
    }
    clock.advance('1m') // longer than a lost member is kept
    await present.request('ping')
    const kept = () => {
      collect()
      return sessions.filter((session) => session.deref() !== undefined).length
    }
    // who is here, and what a stack may still name; sockets take a moment to be gone
    await expect.poll(kept, { timeout: 20_000 }).toBeLessThanOrEqual(3)
  },
)
