import type { EventEmitter } from 'node:events'

/** The part of `process` that tells a program to end. */
export interface SignalSource extends Pick<EventEmitter, 'on' | 'off'> {
  exit: (code: number) => void
}

const signals = ['SIGTERM', 'SIGINT'] as const

/** Waits for SIGTERM or Ctrl-C, then for `close`. A second signal ends the process at once, with code 1. */
export async function untilSignal(source: SignalSource, close: () => Promise<void>): Promise<void> {
  const { promise, resolve } = withResolvers()
  let asked = false
  const onSignal = () => {
    if (asked) source.exit(1)
    asked = true
    resolve()
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
