import type { ConvoAiService } from '../claims.ts'
import { privilegeTable } from '../privileges.ts'
import { format, type ServiceFormat } from './service.ts'

export const convoAi: ServiceFormat = format<ConvoAiService>({
  id: 9,
  type: 'convoAi',
  privileges: privilegeTable({}),
  texts: [],
})
