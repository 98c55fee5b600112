import type { FcdnService } from '../claims.ts'
import { privilegeTable } from '../privileges.ts'
import { format, type ServiceFormat } from './service.ts'

export const fcdn: ServiceFormat = format<FcdnService>({
  id: 6,
  type: 'fcdn',
  privileges: privilegeTable({ publish: 1, play: 2 }),
  texts: ['channel', 'uid'],
})
