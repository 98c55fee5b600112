'use client'

export { type AutoRenew, type AutoRenewOptions, useAutoRenew } from './use-auto-renew.ts'
export { type TokenState, useToken } from './use-token.ts'
