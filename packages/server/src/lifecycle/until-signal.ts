import type { EventEmitter } from 'node:events'

/** The part of `process` that tells a program to end. */
export interface SignalSource extends Pick<EventEmitter, 'on' | 'off'> {
  exit: (code: number) => void
}

const signals = ['SIGTERM', 'SIGINT'] as const

/**
 * Ctrl-C reaches every process of a terminal, and npm passes it on once more to the one it started: what follows the
 * first signal this closely is its echo.
 */
const echoMs = 150

/**
 * Waits for SIGTERM or Ctrl-C, then for `close`. A second signal ends the process at once, with code 1.
 *
 * @param monotonicMs - milliseconds that never jump
 */
export async function untilSignal(
  source: SignalSource,
  close: () => Promise<void>,
  monotonicMs: () => number = () => performance.now(),
): Promise<void> {
  const { promise, resolve } = withResolvers()
  let askedAt: number | undefined
  const onSignal = () => {
    if (askedAt === undefined) {
      askedAt = monotonicMs()
      resolve()
    } else if (monotonicMs() - askedAt > echoMs) source.exit(1)
  }
  for (const signal of signals) source.on(signal, onSignal)
  try {
    await promise
    await close()
  } finally {
    for (const signal of signals) source.off(signal, onSignal)
  }
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
