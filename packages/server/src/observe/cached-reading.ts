interface Reading<Value> {
  readonly read: () => Promise<Value>
  /** what there is while it cannot be read: an old number would look like a fresh one */
  readonly nothing: Value
  readonly onFault: () => void
  /** for so long the same answer */
  readonly seconds: number
  /** Unix seconds */
  readonly now: () => number
}

/** Asked when somebody looks, and not again for a while. Who asks while it is read waits for the same answer. */
export function cachedReading<Value>(reading: Reading<Value>): () => Promise<Value> {
  const { read, nothing, onFault, seconds, now } = reading
  let readAt = Number.NEGATIVE_INFINITY
  let known = nothing
  let current: Promise<Value> | undefined
  const readAgain = async () => {
    if (Math.abs(now() - readAt) < seconds) return known
    readAt = now()
    known = await read().catch(() => {
      onFault()
      return nothing
    })
    return known
  }
  return () => {
    current ??= readAgain().finally(() => {
      current = undefined
    })
    return current
  }
}
