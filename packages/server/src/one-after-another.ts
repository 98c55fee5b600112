/**
 * The same act, never twice at a time: whoever asks while it runs waits for the run after it, all for the same one, so that
 * none ends with what was true before and no queue grows.
 */
export function oneAfterAnother(act: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  function begin(): Promise<void> {
    const run = act().finally(() => {
      if (running === run) running = undefined
    })
    running = run
    return run
  }
  return () => {
    if (running === undefined) return begin()
    const again = () => {
      next = undefined
      return begin()
    }
    next ??= running.then(again, again)
    return next
  }
}
