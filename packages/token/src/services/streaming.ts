import type { StreamingService } from '../claims.ts'
import { privilegeTable } from '../privileges.ts'
import { format, type ServiceFormat } from './service.ts'

export const streaming: ServiceFormat = format<StreamingService>({
  id: 3,
  type: 'streaming',
  privileges: privilegeTable({ publishMixStream: 1, publishRawStream: 2 }),
  write(service, writer) {
    writer.string(service.channel, 'channel')
    writer.string(service.uid, 'uid')
  },
  read(reader, service) {
    service.channel = reader.string()
    service.uid = reader.string()
    return true
  },
})
