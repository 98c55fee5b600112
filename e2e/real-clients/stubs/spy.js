// What the kits call on the SDKs they wrap, and a way to fire the SDKs' events. In the page, read by the test.

/** @type {{ method: string, args: unknown[] }[]} */
globalThis.sdkCalls = []

/** @type {Map<string, ((...args: unknown[]) => unknown)[]>} */
const listeners = new Map()

globalThis.fireSdkEvent = (name, ...args) => {
  for (const listener of listeners.get(name) ?? []) listener(...args)
}

/**
 * An SDK object that has every method: those in `answers` answer, the rest do nothing.
 * @param {Record<string, (...args: any[]) => unknown>} answers
 */
export function spy(answers) {
  return new Proxy(
    {},
    {
      get(_target, name) {
        if (typeof name !== 'string' || name === 'then') return undefined
        return (...args) => {
          if (name === 'on' || name === 'addListener') return listen(args[0], args[1])
          globalThis.sdkCalls.push({ method: name, args: args.filter(isPlain) })
          return answers[name] ? answers[name](...args) : Promise.resolve()
        }
      },
    },
  )
}

function listen(name, listener) {
  listeners.set(name, [...(listeners.get(name) ?? []), listener])
  return { remove() {} }
}

function isPlain(value) {
  return value === null || typeof value !== 'object'
}
