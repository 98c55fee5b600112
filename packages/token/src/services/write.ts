import type { Writer } from '../bytes/writer.ts'
import type { KnownService } from '../claims.ts'
import { writeRole } from './apaas.ts'
import { writePermissions } from './rtm2.ts'
import type { ServiceFormat } from './service.ts'

/** Writes what stands behind the privileges of a service. Apart from the reading, which some need alone. */
export function writeFields(service: KnownService, format: ServiceFormat, writer: Writer): void {
  const fields = service as unknown as { readonly [name: string]: string }
  for (const name of format.texts) writer.string(fields[name]!, name)
  if (service.type === 'apaas') writeRole(service, writer)
  if (service.type === 'rtm2') writePermissions(service, writer)
}
