import { type Finding, found } from './finding.ts'
import type { Situation } from './situation.ts'

/** First versions that read 007, and any token at all. `native` stands for every SDK built on the native engine. */
const floors = {
  web: { of007: '4.8.0', ofTokens: '2.4.0' },
  flutter: { of007: '6.0.0', ofTokens: '0.0.0' },
  native: { of007: '4.0.0', ofTokens: '2.1.0' },
} as const

const engines = /^(native|android|ios|macos|windows|electron|unity|unreal|react-native)$/

/** Whether the SDK is old enough for Channel Keys, undefined when nobody can tell. */
export function knowsTokens({ sdk }: Situation): boolean | undefined {
  const floor = floorOf(sdk?.name)
  return floor === undefined || sdk?.version === undefined
    ? undefined
    : !tokenless(sdk.version, floor.ofTokens)
}

/** What the age of the SDK has against the token. */
export function* sdkAge(situation: Situation, version: string): Iterable<Finding> {
  const { sdk, account, madeInClient } = situation
  if (madeInClient) yield found('TOKEN_MADE_IN_BROWSER', 'likely')
  const floor = floorOf(sdk?.name)
  if (sdk?.version === undefined || floor === undefined) return
  const values = { name: sdk.name, version: sdk.version }
  if (tokenless(sdk.version, floor.ofTokens)) {
    yield found('SDK_WITHOUT_TOKENS', 'likely', { ...values, value: floor.ofTokens })
  } else if (version === '007' && older(sdk.version, floor.of007)) {
    yield found('SDK_WITHOUT_007', 'likely', { ...values, value: floor.of007 })
  }
  // seen in AgoraIO/Tools#32 (2.9.0) and AgoraIO-Community/AgoraWebSDK-NG#7 (before 0.1.6, which is 4.x of today)
  const drops = sdk.version === '2.9.0' || (/^0\./.test(sdk.version) && older(sdk.version, '0.1.6'))
  if (sdk.name === 'web' && account !== undefined && drops)
    yield found('SDK_DROPS_STRING_UID', 'likely', values)
}

function floorOf(name: string | undefined): { of007: string; ofTokens: string } | undefined {
  if (name === 'web' || name === 'flutter') return floors[name]
  return name !== undefined && engines.test(name) ? floors.native : undefined
}

/** The Web SDK "NG" counted 0.x between 3.x and 4.0, long after tokens came. */
function tokenless(version: string, floor: string): boolean {
  return !version.startsWith('0.') && older(version, floor)
}

function older(version: string, floor: string): boolean {
  const [a, b] = [version, floor].map((text) =>
    text.split('.', 3).map((part) => Number.parseInt(part, 10) || 0),
  )
  for (let i = 0; i < 3; i++) if ((a![i] ?? 0) !== (b![i] ?? 0)) return (a![i] ?? 0) < (b![i] ?? 0)
  return false
}
