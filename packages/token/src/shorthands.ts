import type { Warning } from './claims.ts'
import { type MintOptions, mint } from './mint.ts'
import {
  type ApaasTokenParameters,
  apaasClaims,
  type ChatTokenParameters,
  chatClaims,
  fpaClaims,
  type Rtm2TokenParameters,
  type RtmTokenParameters,
  rtm2Claims,
  rtmClaims,
} from './shorthands/messaging.ts'
import {
  type AgentTokenParameters,
  convoAiClaims,
  type FcdnTokenParameters,
  fcdnClaims,
  type RtcTokenParameters,
  rtcClaims,
  type StreamingTokenParameters,
  streamingClaims,
  sttClaims,
} from './shorthands/real-time.ts'
import type { ShorthandResult, TokenParameters } from './shorthands/result.ts'

/** What every `…Token` takes beside the parameters of its `…Claims`. */
export interface SigningParameters extends MintOptions {
  /** App Certificate: 32 hexadecimal characters */
  readonly certificate: string
  /** told of what is allowed but was probably not meant, such as a life cut to 24 h */
  readonly onWarning?: (warning: Warning) => void
}

/** A token to join a channel. Defaults: 007, publisher, 3600 s. See `rtcClaims` for what is refused. */
export function rtcToken(parameters: RtcTokenParameters & SigningParameters): string {
  return minted(rtcClaims(parameters), parameters)
}

/** A token to log in to RTM (Signaling). */
export function rtmToken(parameters: RtmTokenParameters & SigningParameters): string {
  return minted(rtmClaims(parameters), parameters)
}

/** A token to log in to RTM with permissions for each resource. */
export function rtm2Token(parameters: Rtm2TokenParameters & SigningParameters): string {
  return minted(rtm2Claims(parameters), parameters)
}

/** A Chat token: for one user, or with `app: true` for the app's REST calls. */
export function chatToken(parameters: ChatTokenParameters & SigningParameters): string {
  return minted(chatClaims(parameters), parameters)
}

/** A token for FPA, 24 hours by default. */
export function fpaToken(parameters: TokenParameters & SigningParameters): string {
  return minted(fpaClaims(parameters), parameters)
}

/** An APaaS (Education) token: for a user in a room, for a user, or for the app. */
export function apaasToken(parameters: ApaasTokenParameters & SigningParameters): string {
  return minted(apaasClaims(parameters), parameters)
}

/** A token for the Streaming service. */
export function streamingToken(parameters: StreamingTokenParameters & SigningParameters): string {
  return minted(streamingClaims(parameters), parameters)
}

/** A token for the Fusion CDN service. */
export function fcdnToken(parameters: FcdnTokenParameters & SigningParameters): string {
  return minted(fcdnClaims(parameters), parameters)
}

/** A token for a conversational AI agent: RTC, RTM if asked for, ConvoAI. */
export function convoAiToken(parameters: AgentTokenParameters & SigningParameters): string {
  return minted(convoAiClaims(parameters), parameters)
}

/** A token for speech to text: RTC, RTM if asked for, STT. */
export function sttToken(parameters: AgentTokenParameters & SigningParameters): string {
  return minted(sttClaims(parameters), parameters)
}

function minted({ claims, warnings }: ShorthandResult, parameters: SigningParameters): string {
  const { certificate, onWarning, salt, deflate } = parameters
  if (onWarning !== undefined) for (const warning of warnings) onWarning(warning)
  return mint(claims, certificate, { salt, deflate })
}
