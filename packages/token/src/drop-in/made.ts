import { randomSalt } from '#platform'

/** What no caller of the originals can set: when a token is made, Unix seconds, and its random number. */
export interface Made {
  readonly at: number
  readonly salt: number
}

/** Read once a token. Its own module, so that tests put a known time and salt in its place. */
export function made(): Made {
  return { at: Math.floor(Date.now() / 1000), salt: randomSalt() }
}
