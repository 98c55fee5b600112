export type { Environment, Line, Tabs } from './environment.ts'
export {
  isTokenSourceError,
  TokenSourceError,
  type TokenSourceErrorCode,
  type TokenSourceErrorFacts,
  tokenSourceErrorCodes,
} from './errors.ts'
export type { TokenSourceEvents } from './events.ts'
export type { FetchOptions, TokenSourceOptions, UrlOptions } from './settings.ts'
export { systemEnvironment } from './system-environment.ts'
export { createTokenSource, type TokenSource } from './token-source.ts'
export type * from './types.ts'
