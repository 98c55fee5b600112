import type { SttService } from '../claims.ts'
import { privilegeTable } from '../privileges.ts'
import { format, readNothing, type ServiceFormat, writeNothing } from './service.ts'

export const stt: ServiceFormat = format<SttService>({
  id: 10,
  type: 'stt',
  privileges: privilegeTable({}),
  write: writeNothing,
  read: readNothing,
})
