import type { CodeEntry } from '../errors.ts'

/** What is refused before anybody looks at what is asked for. */
export const transportProblems = {
  BODY_MALFORMED: {
    status: 400,
    title: 'The body is not valid JSON',
    cause: 'The body is empty, cut off, or not JSON.',
    remedy: 'Send one JSON object, as UTF-8.',
  },
  HTTP_MALFORMED: {
    status: 400,
    title: 'Not a valid HTTP request',
    cause: 'The request line, the headers or the percent-encoding of the path cannot be read.',
    remedy: 'Percent-encode the path; check the client or the proxy in between.',
  },
  ROUTE_UNKNOWN: {
    status: 404,
    title: 'Nothing is here',
    cause: 'No route has this path and method.',
    remedy: '`GET /docs` lists the paths.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'This path does not answer that method',
    cause: 'The path exists, the method does not.',
    remedy: 'Use a method of the `Allow` header.',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    title: 'The request took too long to arrive',
    cause: 'Headers or body did not arrive in time.',
    remedy:
      'Send the whole request at once; see `SYMBOLON_REQUEST_TIMEOUT_SECONDS` in docs/configuration.md.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    title: 'The body is too large',
    cause: 'The body has more than 65,536 bytes, or, with a policy in it, more than 4 MiB.',
    remedy: 'Ask for less in one request.',
  },
  PATH_TOO_LONG: {
    status: 414,
    title: 'A part of the path is too long',
    cause: 'One segment of the path has more than 1,024 characters.',
    remedy: 'No channel, user or account is that long; check what was put into the path.',
  },
  MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    title: 'The body has the wrong media type',
    cause: '`Content-Type` is not `application/json`.',
    remedy: 'Send `Content-Type: application/json`.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    title: 'The headers are too large',
    cause: 'The headers have more than 16 KiB.',
    remedy: 'Send fewer or shorter headers; cookies are not needed here.',
  },
} as const satisfies Record<string, CodeEntry & { readonly status: number }>
