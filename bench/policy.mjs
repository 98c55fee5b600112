import { compilePolicy, judge } from '../packages/server/dist/policies/judge.js'
import { wishOf } from '../packages/server/dist/policies/wish.js'
import { appId } from './samples.mjs'

/** A school: rooms for each class, keys for each of its back ends, people who are known, places that are closed. */
export function ruleOf(nth) {
  const name = `rule ${nth}`
  const room = `room-${nth}`
  switch (nth % 10) {
    case 0:
      return { name, effect: 'deny', channel: `closed-${nth}` }
    case 1:
    case 2:
      return { name, effect: 'allow', channel: `${room}-*`, subject: 'pupil-*', role: 'subscriber' }
    case 3:
      return { name, effect: 'cap', channel: `trial-${nth}-*`, maxSeconds: 600 }
    case 4:
    case 5:
      return { name, effect: 'allow', caller: { id: `k_${nth}` }, maxSeconds: 3600 }
    case 6:
      return { name, effect: 'allow', channel: `*-of-${nth}`, maxSeconds: 3600 }
    default:
      return { name, effect: 'allow', channel: room, subject: `staff-${nth}` }
  }
}

function rtc(channel, uid, publish = true) {
  const joining = { joinChannel: 3600 }
  const privileges = publish
    ? { ...joining, publishAudio: 3600, publishVideo: 3600, publishData: 3600 }
    : joining
  return { type: 'rtc', channel, uid, privileges }
}

const stranger = { kind: 'key', id: 'k_nobody' }
const asked = [
  ['allowed by a channel', stranger, (last) => rtc(`room-${last + 8}`, `staff-${last + 8}`)],
  ['allowed by the caller', (last) => ({ kind: 'key', id: `k_${last + 4}` }), () => rtc('x', '7')],
  ['refused', stranger, () => rtc('another', '7')],
  ['refused, a pattern', stranger, () => rtc('room-*', 'pupil-1', false)],
  [
    'denied, every channel',
    (last) => ({ kind: 'key', id: `k_${last + 4}` }),
    () => rtc('*', '7', false),
  ],
]

export const title = 'what deciding costs as a policy grows'
export const contenders = [10, 100, 1000, 10_000].flatMap((size) =>
  asked.map(([what, caller, service]) => ({
    name: `${size} rules, ${what}`,
    load: () => {
      const rules = Array.from({ length: size }, (_, nth) => ruleOf(nth))
      const policy = compilePolicy({ rules }, { appId: appId.toLowerCase(), version: 1 })
      const last = size - 10
      const who = typeof caller === 'function' ? caller(last) : caller
      const wish = service(last)
      return () => judge(policy, wishOf(wish), who)
    },
  })),
)
