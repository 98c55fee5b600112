/**
 * Stands in for npm `agora-access-token`: the same names, positional parameters and bytes, for tokens
 * of version 006. It throws where the original signs a mistake; docs/migrate/agora-access-token.md
 * lists every difference. New code should write 007 tokens.
 */
export { RtcRole, RtcTokenBuilder, RtmRole, RtmTokenBuilder } from './drop-in/token-006-builders.ts'
