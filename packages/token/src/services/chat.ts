import type { ChatService } from '../claims.ts'
import { privilegeTable } from '../privileges.ts'
import { format, type ServiceFormat } from './service.ts'

export const chat: ServiceFormat = format<ChatService>({
  id: 5,
  type: 'chat',
  privileges: privilegeTable({ user: 1, app: 2 }),
  texts: ['userId'],
})
