// A database with one project: so many rules, callers with keys, and grants that are alive.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { openAuthority } from '../../packages/server/dist/authority.js'
import { ruleOf } from '../policy.mjs'
import { appId, certificate, channel, now } from '../samples.mjs'

/** @returns {Promise<string[]>} the keys */
export async function keepProject(folder, { rules, callers, grants }) {
  const place = join(folder, 'symbolon.db')
  const authority = await openAuthority(place, {
    masterKey: undefined,
    dataDir: folder,
    make: true,
  })
  const act = { by: { kind: 'owner', id: 'bench' }, at: now() }
  const { console, keys, store } = authority
  await console.create({ name: 'bench', appId, certificate }, act)
  const all = Array.from({ length: rules - 1 }, (_, nth) => ruleOf(nth))
  const own = { name: 'the channel', effect: 'allow', channel }
  await store.setPolicy({ appId, policy: { rules: [...all, own] } }, act)
  const texts = []
  for (let nth = 0; nth < callers; nth++) {
    texts.push((await keys.create({ name: `${nth}`, scopes: ['tokens:issue'] }, act)).text)
  }
  for (let from = 0; from < grants; from += 500) {
    const length = Math.min(500, grants - from)
    await store.record(
      Array.from({ length }, (_, nth) => grant(from + nth, act.at)),
      [],
    )
  }
  await authority.close()
  return texts
}

function grant(nth, at) {
  const tokenId = createHash('sha256').update(`${nth}`).digest('hex').slice(0, 32)
  return {
    ...{ tokenId, nth: 0, appId, service: 'rtc', channel: `room-${nth % 1000}`, subject: `${nth}` },
    ...{ publishes: true, issuedAt: at, expiresAt: at + 86_400, certificateId: 'c_1' },
    ...{ callerKind: 'key', callerId: 'k_1', dialect: 'v1' },
  }
}
