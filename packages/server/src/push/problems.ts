import type { CodeEntry } from '../errors.ts'

/** What who listens is refused with. */
export const pushProblems = {
  LISTENER_UNPROVEN: {
    status: 401,
    title: 'No token that admits now',
    cause:
      'Events are for who holds a token, and the request carries none, or one that is no RTC token of version 007, is of another project, is signed by another certificate, or has ended; which of these is not told.',
    remedy:
      'Send the RTC token that the user joins with as `Authorization: Bearer …`; get another when it has ended.',
  },
  LISTENER_UNBOUND: {
    status: 403,
    title: 'The token is for more than one',
    cause:
      'It is for any user or any channel, or for a pattern: whoever holds it could listen to others.',
    remedy: 'Have a token made that names its user and its channel.',
  },
  STREAMS_FULL: {
    status: 503,
    title: 'Too many listen',
    cause:
      'There are as many event streams as there may be, altogether or from one address; or the server is stopping.',
    remedy:
      'Wait as many seconds as `Retry-After` says; the operator sets the limits (`SYMBOLON_PUSH_STREAMS`, docs/push.md).',
  },
} as const satisfies Record<string, CodeEntry & { readonly status: number }>
