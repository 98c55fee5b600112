import sonicBoom from 'sonic-boom'

export interface Blocks {
  readonly write: (text: string) => unknown
  /** writes synchronously what is still held, as far as its reader takes it within a second */
  readonly flush: () => void
}

/** Memory for what a slow reader has not taken yet, in bytes. What exceeds it is dropped rather than kept. */
const mostHeld = 8 * 1024 * 1024

/** How long who ends waits for a reader that stands still. */
const patienceMs = 1000

/** Writes text to a file descriptor without ever waiting for it. That it cannot be written is said once, on stderr. */
export function inBlocks(fd: number): Blocks {
  let giveUpAt = Number.POSITIVE_INFINITY
  const blocks = new sonicBoom.SonicBoom({
    retryEAGAIN: () => performance.now() < giveUpAt,
    fd,
    sync: false,
    maxLength: mostHeld,
    maxWrite: 262_144,
  })
  let warned = false
  const complain = (error: Error) => {
    if (!warned) process.emitWarning(`the log cannot be written: ${error.message}`)
    warned = true
  }
  blocks.on('error', complain)
  return {
    write: (text) => blocks.write(text),
    flush: () => {
      if (warned) return // flushSync would try for ever to write to who is gone
      giveUpAt = performance.now() + patienceMs
      try {
        blocks.flushSync()
      } catch (error) {
        complain(error as Error)
      }
    },
  }
}
