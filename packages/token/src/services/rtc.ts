import type { RtcService } from '../claims.ts'
import { privilegeTable } from '../privileges.ts'
import { format, type ServiceFormat } from './service.ts'

export const rtc: ServiceFormat = format<RtcService>({
  id: 1,
  type: 'rtc',
  privileges: privilegeTable({ joinChannel: 1, publishAudio: 2, publishVideo: 3, publishData: 4 }),
  texts: ['channel', 'uid'],
})
