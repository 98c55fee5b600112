import type { ApaasService } from '../claims.ts'
import { privilegeTable } from '../privileges.ts'
import { format, type ServiceFormat, texts } from './service.ts'

const names = texts<ApaasService>('roomUuid', 'userUuid')

export const apaas: ServiceFormat = format<ApaasService>({
  id: 7,
  type: 'apaas',
  privileges: privilegeTable({ roomUser: 1, user: 2, app: 3 }),
  write(service, writer) {
    const { role } = service
    if (typeof role !== 'number') throw new TypeError('role must be a number')
    if ((role << 16) >> 16 !== role) {
      throw new RangeError(`role must be a whole number from -32768 to 32767, not ${role}`)
    }
    names.write(service, writer)
    writer.u16(role & 0xffff)
  },
  read(reader, service) {
    names.read(reader, service)
    service.role = (reader.u16() << 16) >> 16
    return true
  },
})
