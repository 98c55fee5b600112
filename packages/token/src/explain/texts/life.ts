/** What is said about times and privileges. */
export const lifeTexts = {
  ISSUED_IN_FUTURE: {
    outcome: 'INVALID',
    message: 'the token was issued {seconds} in the future: the clock of the token server is ahead',
    fix: 'Set the clock of the token server by NTP, and use UTC seconds.',
  },
  CLOCK_ZONE: {
    message: 'a time in the token is off by {value}, like a time zone added to Unix time',
    fix: 'Unix time has no zone: take UTC seconds, without local offset.',
  },
  ISSUED_OVER_24H: {
    outcome: 'TIMEOUT',
    message: 'issued {seconds} ago: no token is good for more than 24 h, whatever was asked',
    fix: 'Fetch a fresh token before each join; do not cache one for a day.',
  },
  LIFETIME_OVER_24H: {
    message: 'a life of {seconds} was asked: the platform cuts it to 24 h',
    fix: 'Ask for at most 86400 seconds and renew.',
  },
  TOKEN_EXPIRED: {
    outcome: 'EXPIRED',
    message: 'the token expired {seconds} ago',
    fix: 'Fetch a new token and join with it; renew in the will-expire event, 30 s before the end.',
  },
  PRIVILEGE_EXPIRED: {
    outcome: 'EXPIRED',
    message: 'the privilege to join ended {seconds} ago',
    fix: 'Fetch a new token and join with it; give privilege and token the same life.',
  },
  EXPIRY_RELATIVE: {
    outcome: 'EXPIRED',
    message:
      'the privilege ends at Unix second {value}, in 1970: 006 wants an absolute time, and was given a span',
    fix: 'Pass now + seconds to a 006 builder. Only 007 takes seconds from now.',
  },
  EXPIRY_MILLISECONDS: {
    message: 'the end {value} looks like milliseconds',
    fix: 'Divide Date.now() by 1000 and round down.',
  },
  EXPIRY_IS_TIMESTAMP: {
    message: 'the life {value} looks like a Unix time: 007 wants seconds from now',
    fix: 'Pass a span (3600 for an hour) to a 007 builder. Only 006 takes an absolute time.',
  },
  EXPIRED_WHEN_MADE: {
    outcome: 'EXPIRED',
    message: 'the privilege had ended {seconds} before the token was made',
    fix: 'Compute the end at each request, not once when the server starts, from UTC seconds.',
  },
  OLD_TOKEN_REUSED: {
    outcome: 'EXPIRED',
    message: 'this token has not expired, so the SDK used an older one',
    fix: 'Keep the newest token: after a renewal, join again with that one and not with the first.',
  },
  TOKEN_SHORTER_THAN_PRIVILEGE: {
    message:
      'the token ends before its privileges: in the channel no warning comes, and after a drop nobody gets back in',
    fix: 'Give token and privileges the same life.',
  },
  ENDS_SOON: {
    message: '{seconds} are left: the will-expire event comes at once, if it comes',
    fix: 'Mint for at least a few minutes, and join soon after.',
  },
  JOIN_PRIVILEGE_MISSING: {
    outcome: 'INVALID',
    message: 'the token does not have the privilege to join a channel',
    fix: 'Add privilege 1 (joinChannel) when the token is made.',
  },
  PUBLISH_PRIVILEGE_MISSING: {
    outcome: 'PUBLISH_REFUSED',
    message: 'the token has no privilege to publish {value}, which co-host authentication asks for',
    fix: 'Mint with the role publisher (1; in 007 neither 0 nor 101 nor a word), renewToken, then setClientRole.',
  },
  PUBLISH_PRIVILEGE_EXPIRED: {
    outcome: 'PUBLISH_REFUSED',
    message:
      'the privilege to publish {value} ended {seconds} ago, and co-host authentication asks for it',
    fix: 'Renew with a fresh publisher token, then setClientRole again.',
  },
  PUBLISH_NOT_AUTHORIZED: {
    outcome: 'PUBLISH_REFUSED',
    message:
      'the platform refuses the host role: co-host authentication is on and the session’s token lacks publishing',
    fix: 'Fetch a publisher token, renewToken, then setClientRole to host.',
  },
  COHOST_OFF: {
    message:
      'co-host authentication is off: the role in the token is ignored, a subscriber token can publish too',
    fix: 'Turn on co-host authentication in the console to let tokens decide who publishes.',
  },
  CLIENT_IS_AUDIENCE: {
    outcome: 'AUDIENCE',
    message: 'the client role is audience, which cannot publish whatever the token says',
    fix: 'Call setClientRole("host") (native: BROADCASTER) before publishing.',
  },
  ERROR_DISAGREES: {
    message: 'the SDK reports {value}, which nothing found here explains',
    fix: 'Check that token, App ID, channel and uid given here are those of the failing call; log them right before it.',
  },
} as const
