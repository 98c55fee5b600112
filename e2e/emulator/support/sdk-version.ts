import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The pinned version, unless the long lane names the file of another. */
export const sdkFile: string =
  process.env.SYMBOLON_TEST_SDK ?? createRequire(import.meta.url).resolve('agora-rtc-sdk-ng')

/** Such as `4.24.8`. */
function sdkVersion(): string {
  return JSON.parse(readFileSync(join(dirname(sdkFile), 'package.json'), 'utf8')).version
}

/** Whether the SDK under test is this one or newer. `version`: major and minor, such as `4.20`. */
export function sinceVersion(version: string): boolean {
  const [major = 0, minor = 0] = sdkVersion().split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = version.split('.').map(Number)
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
}

/** The reason of a disconnection because the token ended; 4.18 has no name for it. */
export const tokenEnded: 'TOKEN_EXPIRE' | 'LEAVE' = sinceVersion('4.20') ? 'TOKEN_EXPIRE' : 'LEAVE'
