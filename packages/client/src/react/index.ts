'use client'

export type { TokenState } from './token-state.ts'
export { type AutoRenew, type AutoRenewOptions, useAutoRenew } from './use-auto-renew.ts'
export { useToken } from './use-token.ts'
