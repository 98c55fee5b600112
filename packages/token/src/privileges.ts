import { type Reader, u16At, u32At } from './bytes/reader.ts'
import { checkUint32, type Writer } from './bytes/writer.ts'
import { exceeded } from './errors.ts'

/** Privilege names and ids, both ways. */
export interface PrivilegeTable {
  readonly ids: { readonly [name: string]: number }
  readonly names: readonly (string | undefined)[]
}

export function privilegeTable(ids: { readonly [name: string]: number }): PrivilegeTable {
  const names: (string | undefined)[] = []
  for (const name in ids) names[ids[name]!] = name
  return { ids, names }
}

/** Privileges of 006. 5 to 12 were only ever named by npm `agora-access-token`. */
export const privileges006: PrivilegeTable = privilegeTable({
  joinChannel: 1,
  publishAudio: 2,
  publishVideo: 3,
  publishData: 4,
  publishAudioCdn: 5,
  publishVideoCdn: 6,
  requestPublishAudio: 7,
  requestPublishVideo: 8,
  requestPublishData: 9,
  invitePublishAudio: 10,
  invitePublishVideo: 11,
  invitePublishData: 12,
  administrateChannel: 101,
  rtmLogin: 1000,
})

const noPrivileges = 'privileges must be an object of names and seconds'

// mint is synchronous, so one list serves every call
const ids: number[] = []
const values: number[] = []

/**
 * Writes a privilege map: count, then id and value, ascending by id.
 *
 * @throws TypeError for what is no object, a name that is neither known nor an id, or an id given twice
 * @throws RangeError for an id above 65535 or a value above 2^32 - 1
 */
export function writePrivileges(
  privileges: { readonly [name: string]: number },
  known: PrivilegeTable,
  writer: Writer,
): void {
  // `for` passes over nothing, and takes the letters of a text for ids
  if (typeof privileges !== 'object' || privileges === null) throw new TypeError(noPrivileges)
  let count = 0
  for (const name in privileges) {
    const value = privileges[name]!
    if (value === undefined) continue // an optional property left open
    const named = known.ids[name] // a number, but for what every object inherits
    const id = typeof named === 'number' ? named : unnamedId(name)
    let place = count++
    for (; place > 0 && ids[place - 1]! >= id; place--) {
      if (ids[place - 1] === id) throw new TypeError(`the privilege ${id} is given twice`)
      ids[place] = ids[place - 1]!
      values[place] = values[place - 1]!
    }
    ids[place] = id
    values[place] = checkUint32(value, name)
  }
  writer.u16(count)
  for (let i = 0; i < count; i++) {
    writer.u16(ids[i]!)
    writer.u32(values[i]!)
  }
}

function unnamedId(name: string): number {
  const id = Number(name)
  if (!/^\d+$/.test(name)) throw new TypeError(`no privilege is called "${name}"`)
  if (id > 65_535) throw new RangeError(`a privilege id is at most 65535, not ${name}`)
  return id
}

export interface ReadPrivileges {
  readonly privileges: { [name: string]: number }
  /** ascending and no id twice: what {@link writePrivileges} writes */
  readonly canonical: boolean
  readonly unknown: readonly { readonly id: number; readonly value: number }[]
}

const none: ReadPrivileges['unknown'] = []

/** @throws TokenError `TOKEN_LIMIT_EXCEEDED` when there are more than `max` */
export function readPrivileges(reader: Reader, known: PrivilegeTable, max: number): ReadPrivileges {
  const count = reader.u16()
  if (count > max) throw exceeded(`${max} privileges`)
  const byId = known.names
  const privileges: { [name: string]: number } = {}
  let unknown: { id: number; value: number }[] | undefined
  let canonical = true
  const { bytes } = reader
  for (let at = reader.advance(6 * count), last = -1; at < reader.at; at += 6) {
    const id = u16At(bytes, at)
    const value = u32At(bytes, at + 2)
    const name = byId[id]
    if (id <= last) canonical = false
    last = id
    privileges[name ?? id] = value
    if (name !== undefined) continue
    unknown ??= []
    unknown.push({ id, value })
  }
  return { privileges, canonical, unknown: unknown ?? none }
}
