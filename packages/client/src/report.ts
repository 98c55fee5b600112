/** As an uncaught error: for what nobody listens to. */
export function report(error: unknown): void {
  const tell = globalThis.reportError ?? console.error
  tell(error)
}
