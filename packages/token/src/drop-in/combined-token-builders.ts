import { type CombinedParameters, combined } from './combined.ts'
import { RtcRole } from './rtc-token-builder.ts'

/** RTC, RTM and the conversational AI engine in one token. Errors as of `RtcTokenBuilder`. */
export const ConvoAITokenBuilder = {
  buildToken(...parameters: CombinedParameters): string {
    return combined(parameters, isPublisher, [{ type: 'convoAi', privileges: {} }])
  },
}

/** RTC, RTM and speech to text in one token. Errors as of `RtcTokenBuilder`. */
export const SttTokenBuilder = {
  buildToken(...parameters: CombinedParameters): string {
    return combined(parameters, isPublisher, [{ type: 'stt', privileges: {} }])
  },
}

/** These two compare with `===` in the original: the text `"1"` is a subscriber. */
function isPublisher(role: unknown): boolean {
  return role === RtcRole.PUBLISHER
}
