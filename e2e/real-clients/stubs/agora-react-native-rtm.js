import { spy } from './spy.js'

/** Called with `new`: gives the SDK. */
export default function RtmEngine() {
  return spy({})
}

RtmEngine.getSdkVersion = () => Promise.resolve('1.5.1')

export const ConnectionChangeReason = {}
export const RtmConnectionState = {}
