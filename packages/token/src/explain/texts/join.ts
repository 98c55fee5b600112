/** What is said about where the token leads and whom it is for. */
export const joinTexts = {
  CHANNEL_ILLEGAL: {
    outcome: 'BAD_CHANNEL',
    message: 'the channel name(( {join})) breaks a rule((: {value}))',
    fix: 'Use 1 to 64 bytes of letters, digits, space and ! # $ % & ( ) + - : ; < = . > ? @ [ ] ^ _ { } | ~ ,',
  },
  CHANNEL_CASE: {
    outcome: 'INVALID',
    message: 'channel differs only by case: token {token}, join {join}',
    fix: 'Spell the channel alike where the token is fetched and where it is joined; case counts.',
  },
  CHANNEL_SPACE: {
    outcome: 'INVALID',
    message: 'channel differs only by blanks or line breaks: token {token}, join {join}',
    fix: 'Trim the channel name once, before the token is fetched.',
  },
  CHANNEL_UNICODE: {
    outcome: 'INVALID',
    message: 'channel differs only by its Unicode form: token {token}, join {join}',
    fix: 'Normalise the name with normalize("NFC") on both sides, or keep to ASCII, which channels demand.',
  },
  CHANNEL_URL_ENCODED: {
    outcome: 'INVALID',
    message: 'channel differs only by URL-encoding: token {token}, join {join}',
    fix: 'Encode the channel once when it goes into a URL, decode it once where it comes out.',
  },
  CHANNEL_QUOTED: {
    outcome: 'INVALID',
    message: 'channel differs only by quotation marks: token {token}, join {join}',
    fix: 'Parse the value instead of copying it with its quotes.',
  },
  CHANNEL_NEARLY: {
    outcome: 'INVALID',
    message: 'channel differs only by {value}: token {token}, join {join}',
    fix: 'Spell the channel alike where the token is fetched and where it is joined.',
  },
  CHANNEL_UID_SWAPPED: {
    outcome: 'INVALID',
    message: 'channel and uid are swapped: the token is for channel {token}, the join for {join}',
    fix: 'Check the order of the arguments where the token is made: channel first, then uid.',
  },
  CHANNEL_UNDEFINED: {
    outcome: 'INVALID',
    message: 'the channel in the token is the text {token}: its maker was given an empty variable',
    fix: 'Pass the channel to the token server under the parameter name it reads.',
  },
  CHANNEL_PATTERN: {
    outcome: 'INVALID',
    message: 'the channel pattern of the token, {token}, does not match {join}',
    fix: 'Join a channel that the pattern allows, or widen it.',
  },
  CHANNEL_WILDCARD_IN_006: {
    outcome: 'INVALID',
    message: 'the token names the wildcard channel {token}, and 006 tokens know no wildcards',
    fix: 'Mint a 007 token for wildcards, or a 006 for the very channel.',
  },
  CHANNEL_HASHED: {
    outcome: 'INVALID',
    message: 'one side hashes the channel name: token {token}, join {join}',
    fix: 'Derive the channel name in one place and hand the same text to both.',
  },
  CHANNEL_MISMATCH: {
    outcome: 'INVALID',
    message:
      'the token was not made for channel {join}(( but for {token}))((; its checksum fits {guess}))',
    fix: 'Fetch a token for the channel that is joined; a temporary token is good for one channel only.',
  },
  UID_ILLEGAL: {
    outcome: 'BAD_PARAMETER',
    message: 'the uid of the join((, {join},)) breaks a rule((: {value}))',
    fix: 'Use an integer from 0 to 4294967295, or a string account of 1 to 255 characters.',
  },
  UID_JOIN_ZERO: {
    outcome: 'INVALID',
    message:
      'joined with uid 0 or null, so the server picks one, but the token is bound to one uid((: {token}))',
    fix: 'Join with the uid of the token, or mint it with uid 0 so that any uid fits.',
  },
  UID_ZERO_TEXT: {
    outcome: 'INVALID',
    message:
      'the token is for the account "0", not for any user, and the join is {join}: 0 and "0" differ',
    fix: 'Mint with the number 0 (stored as empty text) for any user; some builders write it as "0".',
  },
  UID_NEEDS_ACCOUNT: {
    outcome: 'INVALID',
    message: 'the token is for the string account {token}, the join uses the integer uid {join}',
    fix: 'Join with the account: Web join(…, "account"), native joinChannelWithUserAccount; or mint for the integer.',
  },
  UID_NEEDS_INTEGER: {
    outcome: 'INVALID',
    message: 'the token is for the integer uid {token}, the join uses the account {join}',
    fix: 'Mint with the account (buildTokenWithUserAccount), or join with the integer uid.',
  },
  UID_SIGN: {
    outcome: 'INVALID',
    message: 'token {token} and join {join} are one uid read as signed and as unsigned 32 bits',
    fix: 'Print the uid unsigned (Java: Integer.toUnsignedString) before the token is made.',
  },
  UID_NEARLY: {
    outcome: 'INVALID',
    message: 'uid differs only by {value}: token {token}, join {join}',
    fix: 'Spell the user alike where the token is fetched and where it is used.',
  },
  UID_UNDEFINED: {
    outcome: 'INVALID',
    message: 'the uid in the token is the text {token}: its maker was given an empty variable',
    fix: 'Pass the uid to the token server under the parameter name it reads.',
  },
  UID_SAMPLE: {
    outcome: 'INVALID',
    message: 'the token is for 2882341273, the uid of the vendor’s sample code; the join is {join}',
    fix: 'Give the token server the uid that joins.',
  },
  UID_PATTERN: {
    outcome: 'INVALID',
    message: 'the uid pattern of the token, {token}, does not match {join}',
    fix: 'Join with a uid that the pattern allows, or widen it.',
  },
  UID_MISMATCH: {
    outcome: 'INVALID',
    message:
      'the token was not made for uid {join}(( but for {token}))((; its checksum fits {guess}))',
    fix: 'Fetch a token for the uid that joins; each user needs their own.',
  },
  RTM_USER_ZERO: {
    outcome: 'DUPLICATE',
    message: 'the RTM user id "0" is one user, not any user: each login expels the one before',
    fix: 'Give every RTM user an id of their own.',
  },
  BANNED: {
    outcome: 'BANNED',
    message: 'a kicking rule of the project forbids this join((: {value}))',
    fix: 'Delete the rule or wait for its end; a new token does not help.',
  },
  UID_ALREADY_JOINED: {
    message: 'uid {join} is in the channel already: this join expels the session that holds it',
    fix: 'Give every device, screen share and recorder a uid and token of its own; leave before joining again.',
  },
  UID_USED_TWICE: {
    outcome: 'DUPLICATE',
    message:
      'the same uid joined twice; the newer session expelled the older (this looks like a ban)',
    fix: 'Give every device, tab, screen share and recorder its own uid and token; leave before joining again (also in React effects that run twice).',
  },
  ALREADY_JOINED: {
    outcome: 'WRONG_STATE',
    message: 'this client is joining or has joined already',
    fix: 'Join once, and leave before joining again.',
  },
  RENEW_OUTSIDE: {
    outcome: 'WRONG_STATE',
    message: 'renewToken was called before the join, or after the token had ended',
    fix: 'Renew while in the channel; otherwise join with the new token.',
  },
  RENEWED_WITH_SAME_TOKEN: {
    outcome: 'EXPIRED',
    message: 'renewed with the very token that is running out',
    fix: 'Fetch a new token in the will-expire event; the token it hands over is the old one.',
  },
  RENEW_MISMATCH: {
    outcome: 'RENEW_REFUSED',
    message: 'the new token is not for the {value} of the session',
    fix: 'Renew with a token for the same App ID, channel and uid.',
  },
  RECORDER_TOKEN: {
    outcome: 'INVALID',
    message: 'the recorder could not join: its token does not fit its channel and recording uid',
    fix: 'Mint a token for the recorder’s own uid (no live user’s), and give acquire and start the same channel and uid.',
  },
  RECORDER_STOPS: {
    message: 'the recorder cannot renew: it leaves when the token ends, {seconds} from now',
    fix: 'Mint the recorder’s token for the longest recording, up to 24 h.',
  },
} as const
