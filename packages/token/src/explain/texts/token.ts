/** What is said about the text of a token: whether it is one, and whether it came through whole. */
export const tokenTexts = {
  TOKEN_EMPTY: {
    outcome: 'BAD_PARAMETER',
    message: 'the token is empty ({value}): the variable that should hold it was never filled',
    fix: 'Wait for the token before joining, and read the field your token server answers with. Pass null only where App ID joins are admitted.',
  },
  TOKEN_NOT_TEXT: {
    outcome: 'BAD_PARAMETER',
    message: 'the token is not text but {value}',
    fix: 'Hand over the token string itself: await the fetch, then take its token field.',
  },
  TOKEN_PLACEHOLDER: {
    outcome: 'INVALID',
    message: 'the token is still a placeholder: {value}',
    fix: 'Replace the placeholder by a token from your token server.',
  },
  TOKEN_MISSING: {
    outcome: 'STATIC_ON_DYNAMIC',
    message:
      'no token was sent, so the App ID was used as the key, and the project demands a token',
    fix: 'Fetch a token and pass it in the token argument of the join (or login) call.',
  },
  KEY_IS_APP_ID: {
    outcome: 'STATIC_ON_DYNAMIC',
    message: 'the App ID stands where the token should, and the project demands a token',
    fix: 'Pass the token, not the App ID, in the token argument.',
  },
  KEY_IS_CERTIFICATE: {
    outcome: 'INVALID',
    message: 'the App Certificate itself was sent as the token',
    fix: 'Keep the certificate on the server and mint a token with it. A certificate that reached a client is no secret any more: rotate it.',
  },
  KEY_IS_AN_ID: {
    outcome: 'INVALID',
    message: '32 hexadecimal characters are no token: this is an App ID, a certificate or a secret',
    fix: 'Mint a token with the App ID and certificate, and send that.',
  },
  TOKEN_IN_WRONG_ARGUMENT: {
    outcome: 'BAD_PARAMETER',
    message: 'a token stands in the place of the {value}',
    fix: 'Check the order of the arguments: Web join(appId, channel, token, uid); native 4.x joinChannel(token, channel, uid, options).',
  },
  TOKEN_NOT_FORWARDED: {
    outcome: 'STATIC_ON_DYNAMIC',
    message:
      'the SDK says that it sent no token, although there is one: it did not reach the join call',
    fix: 'Pass the token in the token argument: Web join(appId, channel, token, uid); native 4.x joinChannel(token, channel, uid, options).',
  },
  CHANNEL_KEY: {
    outcome: 'INVALID',
    message:
      'this is a Channel Key (version {value}), which only SDKs older than 2.1.0 (Web 2.4.0) accept',
    fix: 'Mint an AccessToken2 (007), or a 006 where an SDK is too old for 007.',
  },
  SIGNALING_TOKEN: {
    outcome: 'INVALID',
    message: 'this is a token of the old Signaling SDK (it begins with 1:)',
    fix: 'Mint an RTM token (007 with the service rtm) for RTM, or an RTC token for a channel.',
  },
  OTHER_PRODUCT_TOKEN: {
    outcome: 'INVALID',
    message: 'this is no Agora RTC or RTM token but a {value}',
    fix: 'Ask your token server for the token of the product you log in to; each product has its own.',
  },
  TOKEN_VERSION_UNKNOWN: {
    outcome: 'INVALID',
    message: 'this does not begin as any Agora token does: neither 006 nor 007',
    fix: 'Pass the token exactly as the token server returned it.',
  },
  SDK_WITHOUT_007: {
    outcome: 'INVALID',
    message: '{name} {version} cannot read AccessToken2 (007), which needs {value} or later',
    fix: 'Upgrade the SDK, or mint a 006 token for it.',
  },
  SDK_WITHOUT_TOKENS: {
    outcome: 'INVALID',
    message: '{name} {version} knows no tokens, only Channel Keys; tokens need {value} or later',
    fix: 'Upgrade the SDK; until then mint a Channel Key (dynamicKey).',
  },
  SDK_DROPS_STRING_UID: {
    outcome: 'INVALID',
    message:
      '{name} {version} does not send a string uid when it joins, so no token bound to one can fit',
    fix: 'Upgrade the SDK, or join with an integer uid and a token for it.',
  },
  TOKEN_MADE_IN_BROWSER: {
    message: 'the token is made in a client: everybody who opens it can read the certificate',
    fix: 'Make tokens on a server and rotate the certificate that was exposed.',
  },
  PROJECT_WITHOUT_CERTIFICATE: {
    outcome: 'DYNAMIC_ON_STATIC',
    message: 'a token was sent to a project that has no certificate enabled',
    fix: 'Enable the primary certificate of the project, or join with null as token.',
  },
  TOKEN_WRAPPED: {
    outcome: 'INVALID',
    message: 'more than the token was passed: it stands among other text',
    fix: 'Pass the token alone: parse the JSON and take its field, without the word before it.',
  },
  TOKEN_QUOTED: {
    outcome: 'INVALID',
    message: 'quotation marks are part of the token text',
    fix: 'Parse the JSON or the .env value instead of copying it with its quotes.',
  },
  TOKEN_WHITESPACE: {
    outcome: 'INVALID',
    message: 'blanks, line breaks or invisible characters are part of the token text',
    fix: 'Trim the token, and read it from a field that does not wrap lines.',
  },
  TOKEN_URL_ENCODED: {
    outcome: 'INVALID',
    message: 'the token is still percent-encoded (%2B, %2F or %3D stand in it)',
    fix: 'Decode the query parameter once before passing the token on.',
  },
  TOKEN_PLUS_BECAME_SPACE: {
    outcome: 'INVALID',
    message: 'each + of the token became a space, as in a URL query that was not encoded',
    fix: 'Encode the token with encodeURIComponent when it travels in a URL; better, send it in a body.',
  },
  TOKEN_URL_SAFE: {
    outcome: 'INVALID',
    message: 'the token is in the URL-safe alphabet: - and _ stand for + and /',
    fix: 'Use the standard base64 alphabet; do not re-encode a token.',
  },
  TOKEN_PADDING_LOST: {
    outcome: 'INVALID',
    message: 'the = at the end of the token got lost',
    fix: 'Keep the token as it is: no splitting at =, no trimming of punctuation.',
  },
  TOKEN_TRUNCATED: {
    outcome: 'INVALID',
    message: 'the token is truncated: {value}',
    fix: 'Store and pass all of it: a 007 token has 140 to 400 characters, some more. Check column widths and log output.',
  },
  TOKEN_CASE_LOST: {
    outcome: 'INVALID',
    message: 'the letters of the token were all turned into {value} case',
    fix: 'Keep the case: no lower-casing column, header or host name.',
  },
  TOKEN_DAMAGED: {
    outcome: 'INVALID',
    message: 'the token is damaged: {value}',
    fix: 'Compare it character by character with what the token server returned, and fetch a new one.',
  },
  TOKEN_TOO_LARGE: {
    outcome: 'INVALID',
    message: 'the token is far larger than any real one: {value}',
    fix: 'Check what was passed; a token has a few hundred characters.',
  },
} as const
