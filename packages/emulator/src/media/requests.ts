import { MediaError } from './media-error.ts'

interface Waiting {
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
  readonly deadline: NodeJS.Timeout
}

const mostWaiting = 1000

/** Questions to the media process that wait for their answers, each for a bounded time. */
export class Requests {
  readonly #waiting = new Map<number, Waiting>()
  readonly #deadlineMs: number
  #last = 0

  constructor(deadlineMs: number) {
    this.#deadlineMs = deadlineMs
  }

  /** @throws MediaError MEDIA_TIMEOUT, MEDIA_BUSY, or what the request is failed with */
  ask<Answer>(send: (request: number) => void): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      if (this.#waiting.size >= mostWaiting) {
        return reject(new MediaError('MEDIA_BUSY', 'too many requests wait for the media process'))
      }
      const request = ++this.#last
      const deadline = setTimeout(() => {
        const message = `the media process gave no answer in ${this.#deadlineMs} ms`
        this.fail(request, new MediaError('MEDIA_TIMEOUT', message))
      }, this.#deadlineMs)
      this.#waiting.set(request, { resolve, reject, deadline })
      try {
        send(request)
      } catch (error) {
        this.fail(request, error)
      }
    })
  }

  /** An answer that comes after its deadline is left out. */
  answer(request: number, value: unknown): void {
    this.#take(request)?.resolve(value as never)
  }

  waits(request: number): boolean {
    return this.#waiting.has(request)
  }

  fail(request: number, error: unknown): void {
    this.#take(request)?.reject(error)
  }

  failAll(error: unknown): void {
    for (const request of [...this.#waiting.keys()]) this.fail(request, error)
  }

  #take(request: number): Waiting | undefined {
    const waiting = this.#waiting.get(request)
    clearTimeout(waiting?.deadline)
    this.#waiting.delete(request)
    return waiting
  }
}
