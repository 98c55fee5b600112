/** What the process says to a script when it ends. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  /** wrong arguments; nothing was done */
  usage: 2,
  unauthenticated: 3,
  refusedByPolicy: 4,
  tokenInvalid: 5,
  tokenExpired: 6,
  /** something this command needs (a server, a store) does not answer */
  unavailable: 7,
  /** something was to be pushed, and nobody took it */
  nobodyListens: 8,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
