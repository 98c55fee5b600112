import type { Evidence } from './rules.ts'

interface Setting<Value> {
  readonly default: Value
  readonly evidence: Evidence
  /** what it decides and why the default is what it is, for docs/emulator/uncertain.md */
  readonly says: string
}

function setting<Value extends number | boolean | string>(
  standard: Value,
  evidence: Evidence,
  says: string,
): Setting<Value> {
  return { default: standard, evidence, says }
}

/** What the vendor's documents leave open or contradict, as settings; docs/emulator/uncertain.md is made from this. */
export const settingTable = {
  clockSkewSeconds: setting<number>(
    300,
    'guessed',
    'How far in the future a token may be issued. No tolerance is documented; clocks of servers differ by minutes.',
  ),
  tokenExpiryExpels: setting<boolean>(
    false,
    'documented',
    'Whether the end of the token puts members out, as the end of the privilege to join does. The newer document says that they stay, comments in the builders say otherwise.',
  ),
  warnSeconds: setting<number>(
    30,
    'documented',
    'How long before the end the warning comes. All documents say 30.',
  ),
  lateWarning: setting<boolean>(
    true,
    'guessed',
    'Whether who joins with less than that left is warned at once. Documented nowhere.',
  ),
  repeatWarningSeconds: setting<number>(
    0,
    'guessed',
    'Repeats the warning at this interval until the renewal; 0 = one warning for each token. One report says once a second.',
  ),
  publishExpiryWarns: setting<boolean>(
    false,
    'guessed',
    'Whether the warning also comes before the end of a privilege to publish, under co-host authentication. Comments in the builders say so, the documents name the privilege to join. An app that must not count on it is the safer one.',
  ),
  hostWithoutPrivilege: setting<'audience' | 'refuse'>(
    'audience',
    'guessed',
    'What happens to a host who joins without a privilege to publish, under co-host authentication: admitted as audience, or refused. Sources are silent.',
  ),
  coHostInCommunication: setting<boolean>(
    false,
    'documented',
    'Whether co-host authentication also binds the profile without roles (mode "rtc"). It is documented for live broadcasts.',
  ),
  disabledSecondaryVerifies: setting<boolean>(
    false,
    'guessed',
    'Whether a secondary certificate that is switched off, not yet deleted, still verifies.',
  ),
  channelKeyWindowSeconds: setting<number>(
    86_400,
    'documented',
    'How long after its making a Channel Key admits. The English page says 24 hours, the Chinese one 5 minutes.',
  ),
  zeroLifeAdmits: setting<boolean>(
    true,
    'guessed',
    'Whether a 007 token with a life of 0 admits, for the 24 hours that the documents give to 0 in a 006 token and in messaging; false = it has ended from the start.',
  ),
  mappedUidAdmits: setting<boolean>(
    true,
    'documented',
    'Whether a string account may also join with a token for the integer that the platform gave it. The page on string users says so; false = the token names the account itself, or nobody.',
  ),
  accessPointRefusesBans: setting<boolean>(
    false,
    'guessed',
    'Whether the access point refuses who is banned, with the number of a wrong token, as none of its own is known; false = the edge admits, and tells of the ban at once.',
  ),
  propagationSeconds: setting<number>(
    0,
    'guessed',
    'How long a change of a project takes to reach the platform. Old documents say an hour for certificates, and 5 minutes for co-host authentication; 0 keeps tests short.',
  ),
  appIdSessionSeconds: setting<number>(
    86_400,
    'documented',
    'How long a session lives that was joined with the App ID alone.',
  ),
  graceSeconds: setting<number>(
    10,
    'documented',
    'How long a member whose connection was lost is kept before the others are told. Notifications call 10 seconds of silence a timeout; native clients in calls are waited for 20.',
  ),
  channelLingerSeconds: setting<number>(10, 'documented', 'How long an empty channel lives on.'),
  expiryLeaveReason: setting<number>(
    3,
    'guessed',
    'Which reason a notification gives when a member was put out because the time was up. 3 is what removals by a kicking rule carry; for this case none is documented.',
  ),
} as const

export type SettingName = keyof typeof settingTable
export type Settings = { readonly [name in SettingName]: (typeof settingTable)[name]['default'] }

/**
 * The settings, each as given or by default.
 *
 * @throws RangeError when a name is unknown or a value of another kind
 */
export function settle(given: Partial<Settings> = {}): Settings {
  const settled: Record<string, unknown> = {}
  for (const [name, { default: standard }] of Object.entries(settingTable)) settled[name] = standard
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue
    checkSetting(name, value)
    settled[name] = value
  }
  return settled as Settings
}

function checkSetting(name: string, value: unknown): void {
  const known = (settingTable as Readonly<Record<string, Setting<unknown>>>)[name]
  if (known === undefined) throw new RangeError(`there is no setting "${name}"`)
  const kind = typeof known.default
  const choice = name !== 'hostWithoutPrivilege' || value === 'audience' || value === 'refuse'
  const sound = typeof value !== 'number' || (Number.isFinite(value) && value >= 0)
  if (typeof value !== kind || !choice || !sound) {
    throw new RangeError(`the setting ${name} is a ${kind}, such as ${known.default}`)
  }
}
