import {
  appId,
  certificate,
  type Fault,
  now,
  oldCertificate,
  otherAppId,
  otherCertificate,
  rtm,
  rtmJoin,
  token,
  token006,
  token007,
  with007,
} from './tokens.ts'

const staging = { appId: otherAppId, name: 'staging', certificates: [otherCertificate] }
const disabled = { certificate: oldCertificate, enabled: false }
const chat = { type: 'chat', userId: 'anna', privileges: { user: 3600 } } as const
const rtm006 = token006({ channel: 'anna', uid: '', privileges: { rtmLogin: now + 60 } })
const byOld = token007({}, oldCertificate)
const ofOther = token007({ appId: otherAppId }, otherCertificate)
const anna006 = token006({ uid: 'anna' })
const asAnna = { uid: undefined, account: 'anna' }

/** App ID, certificate, service, age of the SDK (refusals B4, B8, B9). */
export const projectFaults: readonly Fault[] = [
  ['a placeholder for App ID', 'APP_ID_MALFORMED', token, { appId: 'YOUR_APP_ID' }],
  ['an App ID with a blank', 'APP_ID_MALFORMED', token, { appId: `${appId} ` }],
  ['an App ID nobody has', 'APP_ID_UNKNOWN', token, { project: { known: false } }],
  ['a suspended account', 'PROJECT_DISABLED', token, { project: { enabled: false } }],
  [
    'no certificate',
    'PROJECT_WITHOUT_CERTIFICATE',
    token,
    { project: { certificateEnabled: false } },
  ],
  ['client and server on two projects', 'APP_ID_MISMATCH', ofOther],
  ['App ID lower-cased in the client', 'APP_ID_CASE', token, { appId: appId.toLowerCase() }],
  [
    'quotes in the App ID of the server, 006',
    'APP_ID_IN_TOKEN',
    token006({ appId: `"${appId.slice(2)}"` }),
  ],
  [
    'another project’s certificate',
    'SIGNED_BY_OTHER_PROJECT',
    token007({}, otherCertificate),
    { otherProjects: [staging] },
  ],
  [
    'certificate swapped and deleted',
    'SIGNED_BY_RETIRED_CERTIFICATE',
    byOld,
    { keyring: { primary: certificate, retired: [oldCertificate] } },
  ],
  [
    'secondary switched off',
    'SIGNED_BY_DISABLED_CERTIFICATE',
    byOld,
    { keyring: { primary: certificate, secondary: disabled } },
  ],
  ['an unknown certificate', 'SIGNATURE_MISMATCH', byOld],
  ['an unknown certificate, 006', 'SIGNATURE_MISMATCH', token006({}, oldCertificate)],
  [
    'a customer secret given as certificate',
    'CERTIFICATE_MALFORMED',
    token,
    { certificate: 'secret' },
  ],
  ['the App ID given as certificate', 'CERTIFICATE_IS_APP_ID', token, { certificate: appId }],
  [
    'certificate upper-cased on the server',
    'SIGNED_BY_ALTERED_CERTIFICATE',
    token007({}, certificate.toUpperCase()),
  ],
  [
    'certificate with its newline, 006',
    'SIGNED_BY_ALTERED_CERTIFICATE',
    token006({}, `${certificate}\n`),
  ],
  ['certificate variable not set, 006', 'SIGNED_BY_NO_SECRET', token006({}, 'undefined')],
  ['App ID used as certificate', 'SIGNED_BY_NO_SECRET', token007({}, appId)],
  ['RTC token for RTM login', 'RTC_TOKEN_FOR_RTM', token, rtmJoin],
  ['RTM token for a channel', 'RTM_TOKEN_FOR_RTC', with007(rtm)],
  ['006 RTM token for a channel', 'RTM_TOKEN_FOR_RTC', rtm006],
  ['Chat token for a channel', 'SERVICE_MISSING', with007(chat)],
  ['007 in Web SDK 4.7', 'SDK_WITHOUT_007', token, { sdk: { name: 'web', version: '4.7.3' } }],
  ['007 in Android 3.7', 'SDK_WITHOUT_007', token, { sdk: { name: 'android', version: '3.7.0' } }],
  ['007 in Flutter 5', 'SDK_WITHOUT_007', token, { sdk: { name: 'flutter', version: '5.3.1' } }],
  [
    'any token in Web SDK 2.3',
    'SDK_WITHOUT_TOKENS',
    token006(),
    { sdk: { name: 'web', version: '2.3.1' } },
  ],
  [
    'string uid in Web SDK 2.9.0',
    'SDK_DROPS_STRING_UID',
    anna006,
    { ...asAnna, sdk: { name: 'web', version: '2.9.0' } },
  ],
]
