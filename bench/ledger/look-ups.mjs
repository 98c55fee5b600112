// A process of its own: what looking things up costs among so many live grants in SQLite. argv: how many. Prints JSON.
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite } from '../../packages/server/dist/store/sqlite.js'
import { appId } from '../samples.mjs'

const size = Number(process.argv[2])
const now = 1_800_000_000
const folder = mkdtempSync(join(tmpdir(), 'symbolon-bench-'))
const store = await openSqlite(join(folder, 'symbolon.db'))
const { ledger } = store

const began = process.cpuUsage()
for (let from = 0; from < size; from += 500) {
  await store.record(
    Array.from({ length: Math.min(500, size - from) }, (_, nth) => entry(from + nth)),
    [],
  )
}
const writing = cpuUs(began) / size
const channel = await measure((nth) => live({ channel: `room-${nth % rooms()}`, publishes: true }))
const subject = await measure((nth) => live({ subject: `${(nth * 7) % size}` }))
const token = await measure((nth) =>
  ledger.ofToken({ tokenId: tokenId(nth % size), issuedAt: issuedAt(nth % size) }),
)
const page = await measure(() => live({}))
const drain = await measure(() => ledger.drainOf('c_1', now), 5)
const rss = process.memoryUsage().rss / 1e6
await store.close()
rmSync(folder, { recursive: true })
console.log(JSON.stringify({ writing, channel, subject, token, page, drain, rss }))

/** Twenty grants in each channel, as in a class. */
function rooms() {
  return Math.max(1, Math.floor(size / 20))
}

function tokenId(nth) {
  return createHash('sha256').update(`${nth}`).digest('hex').slice(0, 32)
}

/** Over a day, but never fewer than a thousand in a second. */
function issuedAt(nth) {
  return now - Math.floor(nth / Math.max(1000, size / 86_400))
}

function entry(nth) {
  return {
    ...{ tokenId: tokenId(nth), nth: 0, appId, service: 'rtc', subject: `${nth}` },
    ...{ channel: `room-${nth % rooms()}`, publishes: nth % 4 === 0 },
    ...{ issuedAt: issuedAt(nth), expiresAt: now + 60 + (nth % 86_000), certificateId: 'c_1' },
    ...{ callerKind: 'key', callerId: 'k_1', dialect: 'v1' },
  }
}

function live(wish) {
  return ledger.find({ appId, liveAt: now, limit: 100, ...wish })
}

/** CPU µs of one call, the mean of many. */
async function measure(act, times = 500) {
  for (let nth = 0; nth < times / 5; nth++) await act(nth)
  const start = process.cpuUsage()
  for (let nth = 0; nth < times; nth++) await act(nth)
  return cpuUs(start) / times
}

function cpuUs(start) {
  const { user, system } = process.cpuUsage(start)
  return user + system
}
