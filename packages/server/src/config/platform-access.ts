import type { PlatformAccess } from '../bans/platform/call-platform.ts'
import { ConfigError } from './read-settings.ts'
import type { Settings } from './settings.ts'

type PlatformSettings = Pick<
  Settings,
  'platformUrl' | 'platformCustomerId' | 'platformCustomerSecret'
>

/** How the platform is told of bans; undefined: it is not. @throws ConfigError when only a half is set */
export function platformAccess(settings: PlatformSettings): PlatformAccess | undefined {
  const { platformUrl, platformCustomerId, platformCustomerSecret } = settings
  if (platformCustomerId === undefined && platformCustomerSecret === undefined) return undefined
  if (platformCustomerId === undefined || platformCustomerSecret === undefined) {
    throw new ConfigError([
      'SYMBOLON_PLATFORM_CUSTOMER_ID and SYMBOLON_PLATFORM_CUSTOMER_SECRET go together: set both, or neither.',
    ])
  }
  return {
    url: platformUrl.replace(/\/+$/, ''),
    customerId: platformCustomerId,
    customerSecret: platformCustomerSecret,
  }
}
