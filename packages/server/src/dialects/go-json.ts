/**
 * JSON as Go's `encoding/json` reads it into a struct, which decides what three of the imitated servers accept:
 * keys match in any letter case and the last one wins, unknown keys are ignored, `null` changes nothing, text
 * after the first value is ignored, and a value of another type is an error, never converted.
 */

/** A field's Go type. The numbers are whole: `1.0` and `1e3` are refused, as Go does. */
type GoType = 'string' | 'bool' | 'int' | 'uint16' | 'uint32' | GoStruct

export interface GoStruct {
  /** its name in Go, which stands in error messages */
  readonly name: string
  readonly fields: { readonly [jsonName: string]: GoType }
}

/** What was in the body; a field that was absent or `null` is absent here. */
export type GoValue<Type extends GoType> = Type extends 'string'
  ? string
  : Type extends 'bool'
    ? boolean
    : Type extends 'int' | 'uint16' | 'uint32'
      ? number
      : Type extends GoStruct
        ? { [Name in keyof Type['fields']]?: GoValue<Type['fields'][Name]> }
        : never

/** The body is not JSON. The messages `EOF` and `unexpected EOF` are Go's. */
export class GoSyntaxError extends Error {
  override readonly name = 'GoSyntaxError' as const
}

/** A value of the wrong type, in the parts of which Go servers make their messages. */
export class GoTypeError extends Error {
  override readonly name = 'GoTypeError' as const
  /** what stood there: `string`, `array`, `number -1` */
  readonly value: string
  /** dotted path of JSON names; empty for the whole body */
  readonly field: string
  /** Go name of the struct that has the field; empty for the whole body */
  readonly struct: string

  constructor(at: { value: string; field: string; struct: string }, type: string) {
    const target = at.struct ? `struct field ${at.struct}.${at.field}` : 'value'
    super(`json: cannot unmarshal ${at.value} into Go ${target} of type ${type}`)
    this.value = at.value
    this.field = at.field
    this.struct = at.struct
  }
}

/** @throws GoSyntaxError, GoTypeError (the first one; Go goes on reading, but answers with it) */
export function decodeGoJson<const S extends GoStruct>(body: string, struct: S): GoValue<S> {
  const raw = firstValue(body)
  try {
    JSON.parse(raw)
  } catch {
    throw new GoSyntaxError('invalid character in JSON text')
  }
  const found: Filled = {}
  if (raw !== 'null') fill(found, raw, { struct, path: '' })
  return found as GoValue<S>
}

interface Filled {
  [name: string]: unknown
}

/** `path` is what stands before the names in messages. */
function fill(
  target: Filled,
  raw: string,
  { struct, path }: { struct: GoStruct; path: string },
): void {
  if (raw[0] !== '{')
    throw new GoTypeError({ value: kindOf(raw), field: '', struct: '' }, struct.name)
  let wrong: GoTypeError | undefined
  for (const [key, value] of members(raw)) {
    const name = fieldNamed(struct, key)
    if (name === undefined || value === 'null') continue
    try {
      target[name] = read(value, {
        type: struct.fields[name]!,
        struct,
        name,
        path,
        old: target[name],
      })
    } catch (error) {
      if (!(error instanceof GoTypeError)) throw error
      wrong ??= error
    }
  }
  if (wrong) throw wrong
}

interface Place {
  readonly type: GoType
  readonly struct: GoStruct
  readonly name: string
  readonly path: string
  readonly old: unknown
}

function read(raw: string, { type, struct, name, path, old }: Place): unknown {
  const field = path + name
  if (typeof type === 'object' && raw[0] === '{') {
    const target = (old ?? {}) as Filled // a repeated object adds to the first
    fill(target, raw, { struct: type, path: `${field}.` })
    return target
  }
  const kind = kindOf(raw)
  // half a surrogate pair is U+FFFD to Go
  if (type === 'string' && kind === 'string') return (JSON.parse(raw) as string).toWellFormed()
  if (type === 'bool' && kind === 'bool') return raw === 'true'
  const bounds = typeof type === 'string' ? ranges[type] : undefined
  if (bounds && kind === 'number') {
    const whole =
      /^-?\d+$/.test(raw) && !(bounds.min === 0n && raw[0] === '-') ? BigInt(raw) : undefined
    if (whole !== undefined && whole >= bounds.min && whole <= bounds.max) return Number(whole)
    throw new GoTypeError({ value: `number ${raw}`, field, struct: struct.name }, type as string)
  }
  throw new GoTypeError(
    { value: kind, field, struct: struct.name },
    typeof type === 'string' ? type : type.name,
  )
}

const ranges: { readonly [type: string]: { min: bigint; max: bigint } } = {
  uint16: { min: 0n, max: 0xffffn },
  uint32: { min: 0n, max: 0xffff_ffffn },
  int: { min: -(2n ** 63n), max: 2n ** 63n - 1n },
}

function kindOf(raw: string): string {
  if (raw[0] === '"') return 'string'
  if (raw[0] === '{') return 'object'
  if (raw[0] === '[') return 'array'
  return raw === 'true' || raw === 'false' ? 'bool' : 'number'
}

/** Go folds letter case by Unicode: the Kelvin sign is a k, the long s an s. */
function fieldNamed(struct: GoStruct, key: string): string | undefined {
  if (Object.hasOwn(struct.fields, key)) return key
  const folded = key.replaceAll('\u017f', 's').toLowerCase()
  return Object.keys(struct.fields).find((name) => name.toLowerCase() === folded)
}

/** The members of an object whose syntax has been checked, in the order written, repeated keys included. */
function* members(raw: string): Generator<[key: string, value: string]> {
  let at = skipSpace(raw, 1)
  while (raw[at] !== '}') {
    const keyEnd = endOfString(raw, at)
    const start = skipSpace(raw, skipSpace(raw, keyEnd) + 1)
    const end = endOfValue(raw, start)
    yield [JSON.parse(raw.slice(at, keyEnd)), raw.slice(start, end)]
    at = skipSpace(raw, end)
    if (raw[at] === ',') at = skipSpace(raw, at + 1)
  }
}

function firstValue(body: string): string {
  const start = skipSpace(body, 0)
  if (start === body.length) throw new GoSyntaxError('EOF')
  const end = endOfValue(body, start)
  if (end === -1) throw new GoSyntaxError('unexpected EOF')
  return body.slice(start, end)
}

/** Where the value that starts at `at` ends, or -1 when the text ends first. */
function endOfValue(text: string, at: number): number {
  const first = text[at]
  if (first === '"') return endOfString(text, at)
  if (first === '{' || first === '[') return endOfContainer(text, at)
  scalar.lastIndex = at
  return scalar.test(text) ? scalar.lastIndex : text.length
}

const scalar = /true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y

function endOfString(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '"') return i + 1
  }
  return -1
}

function endOfContainer(text: string, at: number): number {
  let depth = 0
  for (let i = at; i < text.length; i++) {
    const char = text[i]
    if (char === '"') {
      i = endOfString(text, i) - 1
      if (i < 0) return -1
    } else if (char === '{' || char === '[') depth++
    else if (char === '}' || char === ']') {
      depth--
      if (depth === 0) return i + 1
    }
  }
  return -1
}

function skipSpace(text: string, at: number): number {
  let i = at
  while (text[i] === ' ' || text[i] === '\t' || text[i] === '\n' || text[i] === '\r') i++
  return i
}
