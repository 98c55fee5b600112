import type { Reader } from '../bytes/reader.ts'
import type { KnownService, ServiceType } from '../claims.ts'
import type { PrivilegeTable } from '../privileges.ts'

/** How one kind of service stands in a 007 token. One file each; `registry.ts` lists them. */
export interface ServiceFormat<S extends KnownService = KnownService> {
  readonly id: number
  readonly type: ServiceType
  readonly privileges: PrivilegeTable
  /** fields that are texts, as they stand behind the privileges; most services have nothing else */
  readonly texts: readonly (keyof S & string)[]
  /** reads what stands behind the texts; false when `write.ts` would order it differently */
  readonly readRest?: (reader: Reader, service: Mutable<S>) => boolean
}

export type Mutable<T> = { -readonly [key in keyof T]: T[key] }

/** Keeps the service's own type while the registry holds all of them. */
export function format<S extends KnownService>(entry: ServiceFormat<S>): ServiceFormat {
  return entry as unknown as ServiceFormat
}
