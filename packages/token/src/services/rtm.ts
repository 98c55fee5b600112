import type { RtmService } from '../claims.ts'
import { privilegeTable } from '../privileges.ts'
import { format, type ServiceFormat } from './service.ts'

export const rtm: ServiceFormat = format<RtmService>({
  id: 2,
  type: 'rtm',
  privileges: privilegeTable({ login: 1 }),
  texts: ['userId'],
})
