import type * as token from '@symbolon/token'

/** What the suite tries: the public functions, and the two hashes below them. */
export type TokenApi = Pick<
  typeof token,
  'mint' | 'inspect' | 'verify' | 'dynamicKey' | 'signalingToken'
> & {
  hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array
  /** 32 lower-case hex characters */
  md5Hex(text: string): string
}

/** `vectors/agora-vectors.json`; its `meta` says what each field means. */
interface OfficialVectors {
  readonly vectors: readonly Vector[]
  readonly negative: readonly Malformed[]
}

export interface Vector {
  readonly id: string
  readonly format: string
  readonly function?: string
  readonly op?: string
  readonly language?: string
  /** absent where nothing could be read from upstream's own token */
  readonly inputs?: Inputs
  readonly result?: 'ok' | 'empty-string' | 'error'
  readonly salt?: number
  readonly issueTs?: number
  readonly ts?: number
  readonly token?: string
  readonly payloadHex?: string
  readonly tokenVanillaZlib?: string
  readonly tokenGo?: string
  readonly otherOutputs?: { readonly [language: string]: string }
}

/** The official functions' arguments by name; which of them there are depends on the function. */
// biome-ignore lint/suspicious/noExplicitAny: forty functions' arguments, as recorded
export type Inputs = Record<string, any>

export interface Malformed {
  readonly format: string
  readonly name: string
  readonly token: string
  readonly verifyCertificate: string
}

/** `vectors/rfc4231.json` */
export interface HmacVector {
  readonly case: number
  readonly key: string
  readonly data: string
  /** 64 hex characters, or fewer where the RFC truncates */
  readonly hmacSha256: string
}

export interface Vectors {
  readonly official: OfficialVectors
  readonly hmac: readonly HmacVector[]
}

export interface SuiteOptions {
  /** `node:zlib`'s `deflateSync`, where there is one: then also the text of 007 tokens is compared */
  readonly deflate?: (bytes: Uint8Array) => Uint8Array
}

export interface SuiteResult {
  readonly passed: number
  readonly failed: readonly { readonly name: string; readonly why: string }[]
}
