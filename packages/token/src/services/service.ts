import type { Reader } from '../bytes/reader.ts'
import type { Writer } from '../bytes/writer.ts'
import type { KnownService, ServiceType } from '../claims.ts'
import type { PrivilegeTable } from '../privileges.ts'

/** How one kind of service stands in a 007 token. One file each; `registry.ts` lists them. */
export interface ServiceFormat<S extends KnownService = KnownService> extends Fields<S> {
  readonly id: number
  readonly type: ServiceType
  readonly privileges: PrivilegeTable
}

/** What follows the privileges of a service. */
export interface Fields<S> {
  readonly write: (service: S, writer: Writer) => void
  /** reads what `write` wrote; false when `write` would order it differently */
  readonly read: (reader: Reader, service: Mutable<S>) => boolean
}

export type Mutable<T> = { -readonly [key in keyof T]: T[key] }

/** Fields that are texts, in the order in which they stand; many services have nothing else. */
export function texts<S extends KnownService>(...names: (keyof S & string)[]): Fields<S> {
  return {
    write(service, writer) {
      for (const name of names) writer.string(service[name] as string, name)
    },
    read(reader, service) {
      for (const name of names) service[name] = reader.string() as never
      return true
    },
  }
}

/** Keeps the service's own type while the registry holds all of them. */
export function format<S extends KnownService>(entry: ServiceFormat<S>): ServiceFormat {
  return entry as unknown as ServiceFormat
}
