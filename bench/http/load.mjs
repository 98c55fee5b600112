// A bounded load on loopback: keep-alive connections, one request at a time on each.
import { connect } from 'node:net'
import { channel, uidOf } from '../samples.mjs'

const connections = 32
export const path = `/rtcToken?channelName=${channel}&uid=`

/**
 * `count` requests as fast as they are answered, or at `perSecond`.
 * @param {(nth: number) => string} [request] - default: `GET /rtcToken`
 * @returns {Promise<number[]>} milliseconds from each request to its answer
 */
export async function load(port, { count, perSecond, request = rtcToken }) {
  const state = { port, count, sent: 0, times: [], start: performance.now(), perSecond, request }
  // A client that sleeps must be woken by the server's write, at the server's cost: so it never sleeps.
  const awake = keepAwake()
  try {
    await Promise.all(Array.from({ length: connections }, () => converse(state)))
  } finally {
    awake.stop()
  }
  return state.times
}

function rtcToken(nth) {
  return `GET ${path}${uidOf(nth)} HTTP/1.1\r\nHost: localhost\r\n\r\n`
}

function keepAwake() {
  let on = true
  const turn = () => on && setImmediate(turn)
  turn()
  return {
    stop: () => {
      on = false
    },
  }
}

function converse(state) {
  return new Promise((resolve, reject) => {
    const socket = connect(state.port, '127.0.0.1').setNoDelay(true)
    let text = ''
    let sentAt = 0
    const send = () => {
      if (state.sent >= state.count) return socket.end(resolve)
      const nth = state.sent++
      const due = state.perSecond ? state.start + (nth * 1000) / state.perSecond : 0
      setTimeoutPrecise(due, () => {
        sentAt = performance.now()
        socket.write(state.request(nth))
      })
    }
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('data', (data) => {
      text += data.latin1Slice()
      const length = answerLength(text)
      if (length === undefined || text.length < length) return
      if (!text.startsWith('HTTP/1.1 20')) return reject(new Error(text))
      text = ''
      state.times.push(performance.now() - sentAt)
      send()
    })
  })
}

function answerLength(text) {
  const end = text.indexOf('\r\n\r\n')
  return end < 0 ? undefined : end + 4 + Number(/content-length: (\d+)/i.exec(text)[1])
}

function setTimeoutPrecise(due, act) {
  if (performance.now() >= due) act()
  else setImmediate(setTimeoutPrecise, due, act)
}
