import type { FpaService } from '../claims.ts'
import { privilegeTable } from '../privileges.ts'
import { format, type ServiceFormat } from './service.ts'

export const fpa: ServiceFormat = format<FpaService>({
  id: 4,
  type: 'fpa',
  privileges: privilegeTable({ login: 1 }),
  texts: [],
})
