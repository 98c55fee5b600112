/** The values of a query that needs no decoding, in the order of the parameters. */
type PlainQuery = readonly (string | undefined)[]

/**
 * The values of a query of this path in this letter case. Undefined when the first parameter is missing, and when one is
 * repeated, unknown, empty or without value, or when anything would have to be decoded.
 */
export function plainQuery(
  url: string,
  path: string,
  parameters: readonly string[],
): PlainQuery | undefined {
  if (!url.startsWith(path) || url[path.length] !== '?') return undefined
  const values: (string | undefined)[] = new Array(parameters.length).fill(undefined)
  for (let at = path.length + 1; at < url.length; ) {
    const nth = parameterAt(url, at, parameters)
    if (nth < 0 || values[nth] !== undefined) return undefined
    const from = at + parameters[nth]!.length + 1
    const stop = url.indexOf('&', from)
    const end = stop < 0 ? url.length : stop
    const value = url.slice(from, end)
    if (!plain.test(value)) return undefined
    values[nth] = value
    at = end + 1
  }
  return values[0] === undefined ? undefined : values
}

/** Which parameter begins there, by comparing in place: a slice as a key would cost more. */
function parameterAt(url: string, at: number, parameters: readonly string[]): number {
  for (let nth = 0; nth < parameters.length; nth++) {
    const name = parameters[nth]!
    if (url.startsWith(name, at) && url[at + name.length] === '=') return nth
  }
  return -1
}

const plain = /^[\w.-]{1,255}$/
