import { apaas } from './apaas.ts'
import { chat } from './chat.ts'
import { convoAi } from './convo-ai.ts'
import { fcdn } from './fcdn.ts'
import { fpa } from './fpa.ts'
import { rtc } from './rtc.ts'
import { rtm } from './rtm.ts'
import { rtm2 } from './rtm2.ts'
import type { ServiceFormat } from './service.ts'
import { streaming } from './streaming.ts'
import { stt } from './stt.ts'

/** Every service of AccessToken2, by its number on the wire; a new one is a file and a line here. */
const formats: readonly ServiceFormat[] = [
  rtc,
  rtm,
  streaming,
  fpa,
  chat,
  fcdn,
  apaas,
  rtm2,
  convoAi,
  stt,
]

export const formatsById: ReadonlyMap<number, ServiceFormat> = new Map(
  formats.map((entry) => [entry.id, entry]),
)

export const formatsByType: ReadonlyMap<string, ServiceFormat> = new Map(
  formats.map((entry) => [entry.type, entry]),
)
