/**
 * Stands in for npm `agora-token`: the same names, positional parameters and bytes, for Node. It
 * throws where the original returns `''` or signs a mistake; docs/migrate/agora-token.md lists every
 * difference. New code should rather use `rtcToken` and its like from the package itself.
 */
export { ApaasTokenBuilder, EducationTokenBuilder } from './drop-in/apaas-token-builder.ts'
export { ChatTokenBuilder } from './drop-in/chat-token-builder.ts'
export { ConvoAITokenBuilder, SttTokenBuilder } from './drop-in/combined-token-builders.ts'
export { FpaTokenBuilder } from './drop-in/fpa-token-builder.ts'
export { RtcRole, RtcTokenBuilder } from './drop-in/rtc-token-builder.ts'
export { Rtm2Permissions, RtmTokenBuilder } from './drop-in/rtm-token-builder.ts'
