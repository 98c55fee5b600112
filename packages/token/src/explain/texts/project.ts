/** What is said about the project, its certificate, and the service that is wanted. */
export const projectTexts = {
  APP_ID_MALFORMED: {
    outcome: 'BAD_APP',
    message: 'the App ID of the join, {join}, is not 32 hexadecimal characters',
    fix: 'Copy the App ID from the console, without quotes, blanks or a placeholder.',
  },
  APP_ID_UNKNOWN: {
    outcome: 'BAD_APP',
    message: 'no project has the App ID of the join((, {join}))',
    fix: 'Copy the App ID again; a project made a moment ago needs some minutes.',
  },
  PROJECT_DISABLED: {
    outcome: 'INACTIVE',
    message: 'the project is disabled, or its account is suspended',
    fix: 'Enable the project in the console, and check the account for unpaid bills.',
  },
  APP_ID_CASE: {
    outcome: 'INVALID',
    message: 'App ID differs only by case: token {token}, join {join}',
    fix: 'Use one spelling of the App ID in client and server: its letters are signed as written.',
  },
  APP_ID_MISMATCH: {
    outcome: 'INVALID',
    message:
      'the token is of another project than the joined one((: App ID in the token {token}))((, joined {join}))((; it is {name}))',
    fix: 'Use the App ID and certificate of the same project in client and token server.',
  },
  APP_ID_IN_TOKEN: {
    outcome: 'INVALID',
    message: 'the App ID in the token, {token}, is not 32 hexadecimal characters',
    fix: 'Set the App ID of the token server (AGORA_APP_ID), without quotes or blanks.',
  },
  SAMPLE_CREDENTIALS: {
    message: 'the token is made with the App ID printed in the vendor’s sample code',
    fix: 'Put your own App ID and certificate into the token server; the sample ones work nowhere.',
  },
  CERTIFICATE_MALFORMED: {
    outcome: 'INVALID',
    message: 'the certificate given here is not 32 hexadecimal characters',
    fix: 'Copy the primary certificate from the console, without quotes or blanks. The customer secret is another thing.',
  },
  CERTIFICATE_IS_APP_ID: {
    outcome: 'INVALID',
    message: 'the certificate given here is the App ID',
    fix: 'Copy the primary certificate: it stands below the App ID in the console, hidden at first.',
  },
  SIGNED_BY_DISABLED_CERTIFICATE: {
    outcome: 'INVALID',
    message: 'signed by the secondary certificate, which is disabled',
    fix: 'Enable the secondary certificate, or mint with the primary one.',
  },
  SIGNED_BY_RETIRED_CERTIFICATE: {
    outcome: 'INVALID',
    message: 'signed by a certificate that was taken out of the project',
    fix: 'Give the token server the present primary certificate and fetch new tokens.',
  },
  SIGNED_BY_OTHER_PROJECT: {
    outcome: 'INVALID',
    message: 'signed by the certificate of another project: {value}',
    fix: 'Give the token server the certificate that belongs to its App ID.',
  },
  SIGNED_BY_ALTERED_CERTIFICATE: {
    outcome: 'INVALID',
    message: 'signed by the right certificate with {value}',
    fix: 'Trim the certificate where the token server reads it, and keep its case.',
  },
  SIGNED_BY_NO_SECRET: {
    outcome: 'INVALID',
    message: 'signed with {value} instead of a certificate',
    fix: 'Set the certificate of the token server (AGORA_APP_CERTIFICATE) and restart it.',
  },
  SIGNED_BY_SAMPLE_CERTIFICATE: {
    outcome: 'INVALID',
    message: 'signed by the certificate printed in the vendor’s sample code',
    fix: 'Put your own App ID and certificate into the token server.',
  },
  SIGNATURE_MISMATCH: {
    outcome: 'INVALID',
    message: 'signed by none of the known certificates of this project',
    fix: 'Compare the certificate of the token server with the primary certificate in the console; it may be of another project, or rotated.',
  },
  SIGNATURE_UNPROVEN: {
    outcome: 'INVALID',
    message: 'the signature could not be checked, so the certificate may be the wrong one',
    fix: 'Give the certificate (AGORA_APP_CERTIFICATE or --certificate @file) and explain again.',
  },
  SERVICE_MISSING: {
    outcome: 'INVALID',
    message: 'the token has no {join} service, only {token}',
    fix: 'Ask the token server for a token with the service {join}.',
  },
  RTM_TOKEN_FOR_RTC: {
    outcome: 'INVALID',
    message: 'this is an RTM token: it logs in to messaging, it joins no channel',
    fix: 'Fetch an RTC token for the channel.',
  },
  RTC_TOKEN_FOR_RTM: {
    outcome: 'INVALID',
    message:
      'this is an RTC token: it joins a channel, it does not log in to RTM (a temporary token of the console neither)',
    fix: 'Fetch an RTM token for the user id, or one token with both services.',
  },
  SERVICE_NOT_ENABLED: {
    outcome: 'NO_RTM_PRIVILEGE',
    message: 'the service may not be enabled for the project',
    fix: 'Enable Signaling (RTM) for the project in the console.',
  },
  LOGIN_PRIVILEGE_MISSING: {
    outcome: 'INVALID',
    message: 'the {join} service in the token lacks the privilege {value}',
    fix: 'Add the privilege when the token is made.',
  },
  LOGIN_PRIVILEGE_EXPIRED: {
    outcome: 'EXPIRED',
    message: 'the privilege {value} of the {join} service ended {seconds} ago',
    fix: 'Fetch a new token.',
  },
} as const
