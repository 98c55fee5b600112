import { createRequire } from 'node:module'
import { vi } from 'vitest'
import type * as ours006 from '../src/agora-access-token.ts'
import type * as ours007 from '../src/agora-token.ts'

const require = createRequire(import.meta.url)

/** Time (Unix seconds) and random number that a token is to be made with. */
export interface Made {
  readonly at: number
  readonly salt: number
}

/** What any builder is, once its types are set aside. */
export type Builder = (...parameters: unknown[]) => string
export type Builders = Record<string, Record<string, Builder>>

/** npm `agora-token`, typed by what stands in for it. */
export const npm007 = require('agora-token') as typeof ours007

/** npm's parser and low-level builder of 007 tokens. */
export const npmAccessToken2 = require('agora-token/src/AccessToken2.js')

/** Runs `make` with the clock at `made.at`, and with the random number from which npm gets `made.salt`. */
export function withNpm007<Result>(made: Made, make: () => Result): Result {
  return frozen(made.at, (made.salt - 0.5) / 99_999_999, make)
}

/** As {@link withNpm007}, for npm `agora-access-token`, which draws its salt once: when it is loaded. */
export function withNpm006<Result>(made: Made, make: (npm: typeof ours006) => Result): Result {
  return frozen(made.at, (made.salt + 0.5) / 0xffffffff, () => {
    for (const file of Object.keys(require.cache)) {
      if (file.includes('/agora-access-token/')) delete require.cache[file]
    }
    return make(require('agora-access-token'))
  })
}

function frozen<Result>(at: number, random: number, make: () => Result): Result {
  const spy = vi.spyOn(Math, 'random').mockReturnValue(random)
  vi.useFakeTimers({ toFake: ['Date'], now: at * 1000 })
  try {
    return make()
  } finally {
    vi.useRealTimers()
    spy.mockRestore()
  }
}
