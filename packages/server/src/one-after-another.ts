/**
 * The same act, never twice at a time: whoever asks while it runs waits for a run that begins after that, so that none ends
 * with what was true before.
 */
export function oneAfterAnother(act: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return () => {
    last = last.then(act, act)
    return last
  }
}
