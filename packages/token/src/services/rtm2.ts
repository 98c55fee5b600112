import type { Reader } from '../bytes/reader.ts'
import type { Writer } from '../bytes/writer.ts'
import type { Rtm2Permissions, Rtm2Service } from '../claims.ts'
import { privilegeTable } from '../privileges.ts'
import { format, type ServiceFormat } from './service.ts'

const resources: Names = {
  messageChannels: 0,
  streamChannels: 1,
  groupChannels: 2,
  serverGroups: 3,
  users: 4,
}
const accesses: Names = { read: 0, write: 1 }

export const rtm2: ServiceFormat = format<Rtm2Service>({
  id: 8,
  type: 'rtm2',
  privileges: privilegeTable({ login: 1 }),
  write(service, writer) {
    writer.string(service.userId, 'userId')
    writeMap(service.permissions, { names: resources, writer }, (access) =>
      writeMap(access, { names: accesses, writer }, (names) => {
        writer.u16(checkCount(names.length))
        for (const name of names) writer.string(name, 'a resource name')
      }),
    )
  },
  read(reader, service) {
    service.userId = reader.string()
    let canonical = true
    const one = <Value>(names: Names, read: () => Value): { [name: string]: Value } => {
      const { map, ascending } = readMap(reader, names, read)
      canonical &&= ascending
      return map
    }
    service.permissions = one(resources, () =>
      one(accesses, () => Array.from({ length: countOf(reader) }, () => reader.string())),
    ) as Rtm2Permissions
    return canonical
  },
})

type Names = { readonly [name: string]: number }

function writeMap<Value>(
  map: { readonly [name: string]: Value },
  { names, writer }: { readonly names: Names; readonly writer: Writer },
  write: (value: Value) => void,
): void {
  const entries = Object.keys(map).map((name) => [idOf(name, names), map[name]!] as const)
  entries.sort(([a], [b]) => a - b)
  writer.u16(checkCount(entries.length))
  entries.forEach(([id, value], i) => {
    if (entries[i - 1]?.[0] === id) throw new TypeError(`the permission id ${id} is given twice`)
    writer.u16(id)
    write(value)
  })
}

function idOf(name: string, names: Names): number {
  if (Object.hasOwn(names, name)) return names[name]!
  const id = /^\d+$/.test(name) ? Number(name) : Number.NaN
  if (!(id <= 65_535)) throw new TypeError(`no permission is called "${name}"`)
  return id
}

function readMap<Value>(
  reader: Reader,
  names: Names,
  read: () => Value,
): { map: { [name: string]: Value }; ascending: boolean } {
  const map: { [name: string]: Value } = {}
  let ascending = true
  let last = -1
  for (let left = countOf(reader); left > 0; left--) {
    const id = reader.u16()
    if (id <= last) ascending = false
    last = id
    map[Object.keys(names)[id] ?? id] = read()
  }
  return { map, ascending }
}

/** A count no larger than the bytes that are left, each entry taking two at least. */
function countOf(reader: Reader): number {
  const count = reader.u16()
  if (count * 2 > reader.end - reader.at) reader.advance(count * 2)
  return count
}

function checkCount(count: number): number {
  if (count > 65_535) throw new RangeError('more than 65535 permissions')
  return count
}
