interface ControlProblem {
  readonly status: number
  readonly title: string
  readonly remedy: string
}

/** Every problem that the control API answers with; docs/emulator/control.md has the same ones. */
export const controlProblems = {
  REQUEST_INVALID: {
    status: 400,
    title: 'The request has wrong or missing fields',
    remedy: 'Correct what `errors` lists, or what `detail` says.',
  },
  BODY_MALFORMED: {
    status: 400,
    title: 'The body is not valid JSON',
    remedy: 'Send one JSON object, as UTF-8.',
  },
  HOST_REFUSED: {
    status: 403,
    title: 'The request names a host that is not this machine',
    remedy: 'Use localhost or 127.0.0.1. `--control-host` allows other names.',
  },
  ORIGIN_REFUSED: {
    status: 403,
    title: 'The request comes from a page of another origin',
    remedy: 'Call it from a test or a server; `--control-origin` allows pages of one origin.',
  },
  PROJECT_UNKNOWN: {
    status: 404,
    title: 'There is no such project',
    remedy: '`GET /emulator/v1/projects` lists them. `appId` may be left out where there is one.',
  },
  BAN_UNKNOWN: {
    status: 404,
    title: 'There is no such ban',
    remedy: 'It was lifted, has ended, or was of a time before a reset.',
  },
  ROUTE_UNKNOWN: {
    status: 404,
    title: 'Nothing is here',
    remedy: 'Check the path against docs/emulator/control.md.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'This path does not answer that method',
    remedy: 'Use a method of the `Allow` header.',
  },
  RULE_BROKEN: {
    status: 409,
    title: 'The console does not allow this',
    remedy: '`detail` says which rule stands against it.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    title: 'The body is too large',
    remedy: 'A body has at most 65,536 bytes.',
  },
  MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    title: 'The body has the wrong media type',
    remedy: 'Send `Content-Type: application/json`, also with an empty body.',
  },
  INTERNAL_ERROR: {
    status: 500,
    title: 'The emulator failed',
    remedy: 'A fault of the emulator; what it prints has more.',
  },
} as const satisfies Record<string, ControlProblem>

export type ControlProblemCode = keyof typeof controlProblems
