import type { Reader } from '../bytes/reader.ts'
import type { Writer } from '../bytes/writer.ts'
import type { Rtm2Permissions, Rtm2Service } from '../claims.ts'
import { privilegeTable } from '../privileges.ts'
import { format, type ServiceFormat } from './service.ts'

/** Names of the ids 0, 1, …; other ids go by their number. */
type Names = readonly string[]

const resources: Names = [
  'messageChannels',
  'streamChannels',
  'groupChannels',
  'serverGroups',
  'users',
]
const accesses: Names = ['read', 'write']

export const rtm2: ServiceFormat = format<Rtm2Service>({
  id: 8,
  type: 'rtm2',
  privileges: privilegeTable({ login: 1 }),
  texts: ['userId'],
  readRest(reader, service) {
    let canonical = true
    const readMap = <Value>(names: Names, read: () => Value): { [name: string]: Value } => {
      const map: { [name: string]: Value } = {}
      let last = -1
      for (let left = readCount(reader); left > 0; left--) {
        const id = reader.u16()
        if (id <= last) canonical = false
        last = id
        map[names[id] ?? id] = read()
      }
      return map
    }
    const readList = (): string[] =>
      Array.from({ length: readCount(reader) }, () => reader.string())
    service.permissions = readMap(resources, () => readMap(accesses, readList)) as Rtm2Permissions
    return canonical
  },
})

/** @throws TypeError for permissions of another shape, which would grant something else or nothing */
export function writePermissions({ permissions }: Rtm2Service, writer: Writer): void {
  writeMap(permissions, { names: resources, writer }, (access) =>
    writeMap(access, { names: accesses, writer }, (list) => {
      if (!Array.isArray(list)) throw new TypeError('a permission must be a list of names')
      writeCount(list.length, writer)
      for (const name of list) writer.string(name, 'a resource name')
    }),
  )
}

function writeMap<Value>(
  map: { readonly [name: string]: Value },
  { names, writer }: { readonly names: Names; readonly writer: Writer },
  write: (value: Value) => void,
): void {
  if (typeof map !== 'object' || map === null || Array.isArray(map))
    throw new TypeError('permissions must be an object of objects of lists')
  const given = Object.keys(map).filter((name) => map[name] !== undefined) // an optional one left open
  const entries = given.map((name) => [idOf(name, names), map[name]!] as const)
  entries.sort(([a], [b]) => a - b)
  writeCount(entries.length, writer)
  entries.forEach(([id, value], i) => {
    if (entries[i - 1]?.[0] === id) throw new TypeError(`the permission id ${id} is given twice`)
    writer.u16(id)
    write(value)
  })
}

function idOf(name: string, names: Names): number {
  const named = names.indexOf(name)
  const id = named < 0 && /^\d+$/.test(name) ? Number(name) : named
  if (id < 0 || id > 65_535) throw new TypeError(`no permission is called "${name}"`)
  return id
}

function writeCount(count: number, writer: Writer): void {
  if (count > 65_535) throw new RangeError('more than 65535 permissions')
  writer.u16(count)
}

/** A count no larger than the bytes that are left, each entry taking two at least. */
function readCount(reader: Reader): number {
  const count = reader.u16()
  if (count * 2 > reader.end - reader.at) reader.advance(count * 2)
  return count
}
