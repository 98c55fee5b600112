import type { Wake } from '../clock.ts'
import type { Platform } from '../platform.ts'

/** The Web SDK's longest pause between attempts. */
const retrySeconds = 10

/** What a member who lost the connection waits for. There is never more than one wait at a time. */
export class Wait {
  private readonly platform: Platform
  private wake: Wake | undefined
  private unlisten: (() => void) | undefined

  constructor(platform: Platform) {
    this.platform = platform
  }

  /** Until the outage is over. */
  forRestore(act: () => void): void {
    this.end()
    this.unlisten = this.platform.onRestore(act)
  }

  /** Until it is time for the next attempt, or an outage is over. */
  forNextTry(act: () => void): void {
    this.forRestore(act)
    const { clock } = this.platform.world
    this.wake = clock.wakeAt(clock.now() + retrySeconds, () => {
      if (!this.platform.isOut()) act() // else the end of the outage will
    })
  }

  end(): void {
    this.unlisten?.()
    this.wake?.cancel()
    this.unlisten = undefined
    this.wake = undefined
  }
}
