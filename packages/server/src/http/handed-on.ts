import type { IncomingMessage } from 'node:http'

const failures = new WeakMap<IncomingMessage, { readonly failure: unknown }>()

/** What was tried in vain for a request, before it is left to the framework for the sake of the refusal's shape. */
export function handOn(request: IncomingMessage, failure: unknown): void {
  failures.set(request, { failure })
}

/** Whoever finds it does not try again: the request has been counted, judged and perhaps recorded. */
export function handedOn(request: IncomingMessage): { readonly failure: unknown } | undefined {
  return failures.get(request)
}
