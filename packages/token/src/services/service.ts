import type { Reader } from '../bytes/reader.ts'
import type { Writer } from '../bytes/writer.ts'
import type { KnownService, ServiceType } from '../claims.ts'
import type { PrivilegeTable } from '../privileges.ts'

/** How one kind of service stands in a 007 token. One file each; `registry.ts` lists them. */
export interface ServiceFormat<S extends KnownService = KnownService> {
  readonly id: number
  readonly type: ServiceType
  readonly privileges: PrivilegeTable
  /** writes what follows the privileges */
  readonly write: (service: S, writer: Writer) => void
  /** reads what `write` wrote; false when `write` would order it differently */
  readonly read: (reader: Reader, service: Mutable<S>) => boolean
}

export type Mutable<T> = { -readonly [key in keyof T]: T[key] }

/** Keeps the service's own type while the registry holds all of them. */
export function format<S extends KnownService>(entry: ServiceFormat<S>): ServiceFormat {
  return entry as unknown as ServiceFormat
}

export function writeNothing(): void {}
export function readNothing(): boolean {
  return true
}
