import sonicBoom from 'sonic-boom'

export interface Blocks {
  readonly write: (text: string) => unknown
  /** writes synchronously what is still held */
  readonly flush: () => void
}

/** Memory for what a slow reader has not taken yet, in bytes. What exceeds it is dropped rather than kept. */
const mostHeld = 8 * 1024 * 1024

/** Writes text to a file descriptor without ever waiting for it. That it cannot be written is said once, on stderr. */
export function inBlocks(fd: number): Blocks {
  const blocks = new sonicBoom.SonicBoom({
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
      try {
        blocks.flushSync()
      } catch (error) {
        complain(error as Error)
      }
    },
  }
}
