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
  appIdSessionSeconds: setting<number>(
    86_400,
    'documented',
    'How long a session lives that was joined with the App ID alone.',
  ),
  graceSeconds: setting<number>(
    8,
    'guessed',
    'How long a member whose connection was lost is kept before the others are told.',
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
