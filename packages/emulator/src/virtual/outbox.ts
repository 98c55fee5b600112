/**
 * Holds back what members tell their listeners until the platform has finished what it is doing: a listener may then
 * join, leave or throw without finding, or leaving, things half done.
 */
export class Outbox {
  private waiting: (() => void)[] = []
  private depth = 0

  /** Does something as a whole; then everyone is told. @throws what `act` throws, else what the first listener threw */
  readonly run = <Result>(act: () => Result): Result => {
    let done = false
    this.depth++
    try {
      const result = act()
      done = true
      return result
    } finally {
      this.depth--
      if (this.depth === 0) this.tell(done)
    }
  }

  /** Tells when the time has come; at once where nothing is under way. */
  push(say: () => void): void {
    this.waiting.push(say)
    if (this.depth === 0) this.tell(true)
  }

  /** Everyone is told, also after a listener that throws. */
  private tell(throws: boolean): void {
    const errors: unknown[] = []
    this.depth++
    for (let nth = 0; nth < this.waiting.length; nth++) {
      try {
        this.waiting[nth]!()
      } catch (error) {
        errors.push(error)
      }
    }
    this.waiting = []
    this.depth--
    if (throws && errors.length > 0) throw errors[0]
  }
}
