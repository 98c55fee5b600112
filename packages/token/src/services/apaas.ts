import type { Writer } from '../bytes/writer.ts'
import type { ApaasService } from '../claims.ts'
import { privilegeTable } from '../privileges.ts'
import { format, type ServiceFormat } from './service.ts'

export const apaas: ServiceFormat = format<ApaasService>({
  id: 7,
  type: 'apaas',
  privileges: privilegeTable({ roomUser: 1, user: 2, app: 3 }),
  texts: ['roomUuid', 'userUuid'],
  readRest(reader, service) {
    service.role = (reader.u16() << 16) >> 16
    return true
  },
})

export function writeRole({ role }: ApaasService, writer: Writer): void {
  if (typeof role !== 'number') throw new TypeError('role must be a number')
  if ((role << 16) >> 16 !== role) {
    throw new RangeError(`role must be a whole number from -32768 to 32767, not ${role}`)
  }
  writer.u16(role & 0xffff)
}
