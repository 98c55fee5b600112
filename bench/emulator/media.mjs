// A process of its own: what one host costs the media process, by viewers. argv: how many, seconds. Prints JSON.
import { readdirSync, readFileSync } from 'node:fs'
import { openMedia } from '../../packages/emulator/dist/media/media.js'
import { connect } from './rtc-client.mjs'

const [viewers, seconds] = process.argv.slice(2).map(Number)
const [audio, video] = [1001, 1002]
const packetEveryMs = 20
const filler = Buffer.alloc(1000)
let received = 0

const { media, unavailable } = await openMedia()
if (media === undefined) throw new Error(unavailable)
const host = await connect(media, { id: 'host', sends: [audio, video] })
media.publish('host', [
  { kind: 'audio', layer: 'high', ssrc: audio },
  { kind: 'video', layer: 'high', ssrc: video },
])
const held = []
for (let nth = 0; nth < viewers; nth++) {
  const id = `viewer ${nth}`
  held.push(await connect(media, { id, hears: [audio, video], onPacket: () => received++ }))
  for (const kind of ['audio', 'video']) media.subscribe({ id, from: 'host', kind })
}
let sequence = 0
const sending = setInterval(() => {
  sequence++
  host.tracks.audio.sendMessageBinary(rtp(audio, 111, filler.subarray(0, 120)))
  host.tracks.video.sendMessageBinary(rtp(video, 96, filler))
}, packetEveryMs)
await wait(1)
const began = { cpuNs: cpuNs(media.pid), received, at: performance.now() }
await wait(seconds)
const elapsedMs = performance.now() - began.at
const cpuMs = (cpuNs(media.pid) - began.cpuNs) / 1e6
const packets = received - began.received
clearInterval(sending)
for (const { connection } of [host, ...held]) connection.close()
await media.close()
console.log(JSON.stringify({ packets, cpuMs, elapsedMs }))
process.exit() // the library keeps threads of its own

/** Nanoseconds on a core, of all threads of a process. Its ticks in /proc/…/stat are 10 ms, too coarse here. */
function cpuNs(pid) {
  const threads = readdirSync(`/proc/${pid}/task`)
  const spent = threads.map((id) => readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8'))
  return spent.reduce((sum, text) => sum + Number(text.split(' ')[0]), 0)
}

/** Each begins as a VP8 key frame, so that whoever comes is let in at once. */
function rtp(ssrc, payloadType, payload) {
  const header = Buffer.alloc(23)
  header.set([0x80, payloadType])
  header.writeUInt16BE(sequence & 0xffff, 2)
  header.writeUInt32BE((sequence * 1800) >>> 0, 4)
  header.writeUInt32BE(ssrc, 8)
  header.set([0x10, 0x50, 0x01, 0x02, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01], 12)
  return Buffer.concat([header, payload])
}

function wait(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000))
}
