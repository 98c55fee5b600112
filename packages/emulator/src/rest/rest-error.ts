/** A refusal in the shape of the platform's REST: `{"message": …}` with its status. */
export class RestError extends Error {
  override readonly name = 'RestError' as const
  readonly status: 400 | 401 | 404 | 405 | 413 | 415 | 500

  constructor(status: RestError['status'], message: string) {
    super(message)
    this.status = status
  }
}
