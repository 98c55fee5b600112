/**
 * Writes what comes in while something is written as one group afterwards: however many ask at once, the disk is waited for
 * once. Each caller is told when its own part is durable.
 *
 * @param most - parts that may wait; more are refused, so that nothing piles up behind a slow disk
 */
export function groupCommit<Part>(
  write: (parts: readonly Part[]) => Promise<void>,
  most = 10_000,
): (part: Part) => Promise<void> {
  const waiting: { readonly part: Part; readonly settle: (error?: unknown) => void }[] = []
  let writing = false
  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.splice(0, groupSize)
      const failure = await write(group.map(({ part }) => part)).then(
        () => undefined,
        (error: unknown) => ({ error }),
      )
      for (const { settle } of group) settle(failure)
    }
    writing = false
  }
  return (part) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= most) {
        reject(new Error('too much waits to be recorded'))
        return
      }
      const settle = (failure?: unknown) =>
        failure === undefined ? resolve() : reject((failure as { error: unknown }).error)
      waiting.push({ part, settle })
      if (!writing) {
        writing = true
        setImmediate(() => void flush()) // whoever else asks in this turn comes along
      }
    })
}

/** Parts in one transaction: enough to wait for the disk seldom, few enough to hold its lock for some milliseconds. */
const groupSize = 500
