import type { SttService } from '../claims.ts'
import { privilegeTable } from '../privileges.ts'
import { format, type ServiceFormat } from './service.ts'

export const stt: ServiceFormat = format<SttService>({
  id: 10,
  type: 'stt',
  privileges: privilegeTable({}),
  texts: [],
})
