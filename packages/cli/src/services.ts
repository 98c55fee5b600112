import type { ServiceType } from '@symbolon/token'
import { readWord } from './subject-options.ts'

/** Names of services on the command line → in claims. */
const services = {
  rtc: 'rtc',
  rtm: 'rtm',
  rtm2: 'rtm2',
  chat: 'chat',
  fpa: 'fpa',
  apaas: 'apaas',
  streaming: 'streaming',
  fcdn: 'fcdn',
  'convo-ai': 'convoAi',
  stt: 'stt',
} as const satisfies Record<string, ServiceType>

export type ServiceName = keyof typeof services

export const serviceNames = Object.keys(services) as ServiceName[]

/** @throws CommandError `USAGE` */
export function readServiceName(text: string): ServiceName {
  return readWord(text, '--service', serviceNames)
}

export function serviceType(name: ServiceName): ServiceType {
  return services[name]
}
