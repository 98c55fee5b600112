import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { clean } from '../../observe/clean.ts'

/** How the platform's REST is reached, and as whom: the customer of the vendor's console, which is no project. */
export interface PlatformAccess {
  /** without a slash at the end */
  readonly url: string
  readonly customerId: string
  readonly customerSecret: string
  /** of the authority that signed its certificate, PEM; absent = those that the system trusts */
  readonly ca?: string | undefined
}

/** The platform did not do it. The message is short, for people, and holds no secret. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError' as const
  /** of HTTP; absent when there was no answer */
  readonly status: number | undefined
  /** whether it may do so another time */
  readonly again: boolean
  /** seconds; that it asked to be left alone for so long */
  readonly retryAfterSeconds: number | undefined

  constructor(message: string, about: About) {
    super(message)
    this.status = about.status
    this.again = about.again
    this.retryAfterSeconds = about.retryAfterSeconds
  }
}

interface About {
  readonly status?: number | undefined
  readonly again: boolean
  readonly retryAfterSeconds?: number | undefined
}

interface Call {
  readonly method: string
  /** with the query */
  readonly path: string
  readonly body?: object | undefined
}

const deadlineMs = 5000
const mostBytes = 4_194_304
const mostErrorLength = 200

/**
 * One call: JSON there and back. Redirections are not followed.
 *
 * @param onAnswer - told the status of HTTP, whatever it is; undefined when there was no answer
 * @throws PlatformError
 */
export async function callPlatform(
  access: PlatformAccess,
  call: Call,
  onAnswer: (status: number | undefined) => void = () => {},
): Promise<object> {
  const { status, headers, text } = await exchange(access, call).catch((error: unknown) => {
    onAnswer(undefined)
    throw error
  })
  onAnswer(status)
  const answer = readObject(text)
  if (status >= 200 && status < 300 && answer !== undefined) return answer
  const again = status === 408 || status === 429 || status >= 500 || status < 300
  const retryAfterSeconds = /^\d{1,6}$/.test(headers['retry-after'] ?? '')
    ? Number(headers['retry-after'])
    : undefined
  const said = reasonOf(answer, access)
  throw new PlatformError(`HTTP ${status}${said}`, { status, again, retryAfterSeconds })
}

interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
}

function exchange({ url, ca, ...customer }: PlatformAccess, call: Call): Promise<Reply> {
  const { method, path, body } = call
  const request = url.startsWith('https:') ? requestHttps : requestHttp
  const text = body === undefined ? undefined : JSON.stringify(body)
  const { customerId, customerSecret } = customer
  const basic = Buffer.from(`${customerId}:${customerSecret}`).toString('base64')
  const headers = {
    authorization: `Basic ${basic}`,
    accept: 'application/json',
    ...(text !== undefined && {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    }),
  }
  const signal = AbortSignal.timeout(deadlineMs)
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      const reason = signal.aborted ? `no answer in ${deadlineMs / 1000} s` : error.code
      reject(new PlatformError(reason ?? 'the connection broke', { again: true }))
    }
    const sent = request(`${url}${path}`, { method, headers, signal, ca, agent: false })
    sent.on('error', fail)
    sent.on('response', (response) => {
      const parts: Buffer[] = []
      let length = 0
      response.on('error', fail)
      response.on('data', (part: Buffer) => {
        parts.push(part)
        length += part.length
        if (length > mostBytes) sent.destroy(new Error('the answer is too long'))
      })
      response.on('end', () => {
        const { statusCode: status = 0 } = response
        const all = response.headers as Reply['headers']
        resolve({ status, headers: all, text: Buffer.concat(parts).toString('utf8') })
      })
    })
    sent.end(text)
  })
}

function readObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** What the platform says is wrong, if it says so in a few words and repeats no secret. */
function reasonOf(answer: object | undefined, { customerSecret }: PlatformAccess): string {
  const { message } = { message: undefined, ...answer } as { readonly message: unknown }
  if (typeof message !== 'string' || message.includes(customerSecret)) return ''
  return `: ${clean(message.slice(0, mostErrorLength)).slice(0, mostErrorLength - 20)}`
}
