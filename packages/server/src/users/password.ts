import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { ServerError } from '../errors.ts'
import { atMost } from './at-most.ts'

/**
 * What a guess costs: 64 MiB and about a third of a second. One of the settings that OWASP's Password Storage Cheat
 * Sheet names as equal (N = 2^16, r = 8, p = 2); that with half of the memory of the first, because it is paid here too.
 */
const cost: Cost = { log2N: 16, r: 8, p: 2 }

interface Cost {
  readonly log2N: number
  readonly r: number
  readonly p: number
}

const saltBytes = 16
const hashBytes = 32

/** Two at a time, in threads beside the event loop: 128 MiB at most, whoever floods. */
const taking = atMost({ running: 2, waiting: 16 }, () => {
  const detail = 'Too many people sign in at this moment.'
  return new ServerError('SIGN_IN_BUSY', detail, { retryAfterSeconds: 5 })
})

/**
 * What is kept of a password: `$scrypt$ln=16,r=8,p=2$salt$hash`, as the PHC string format writes it.
 *
 * @throws ServerError `SIGN_IN_BUSY`
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const hash = await derive(password, salt, cost)
  const { log2N, r, p } = cost
  return `$scrypt$ln=${log2N},r=${r},p=${p}$${plain(salt)}$${plain(hash)}`
}

/**
 * Whether it is the password that a hash was made of. Without a hash the answer is no, and takes as long.
 *
 * @throws ServerError `SIGN_IN_BUSY`
 */
export async function isPassword(password: string, kept: string | undefined): Promise<boolean> {
  const { salt, hash, ...of } = kept === undefined ? nobodys : read(kept)
  const derived = await derive(password, salt, of)
  return timingSafeEqual(derived, hash) && kept !== undefined
}

const nobodys = { ...cost, salt: Buffer.alloc(saltBytes), hash: Buffer.alloc(hashBytes) }

function derive(password: string, salt: Buffer, { log2N, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** log2N
  const options: ScryptOptions = { N, r, p, maxmem: 128 * r * (N + p + 2) }
  // the same password typed on another keyboard may come in another spelling of the same characters
  const text = password.normalize('NFKC')
  return taking(
    () =>
      new Promise((resolve, reject) => {
        scrypt(text, salt, hashBytes, options, (error, key) =>
          error ? reject(error) : resolve(key),
        )
      }),
  )
}

const shape = /^\$scrypt\$ln=(1[0-8]),r=(\d{1,2}),p=(\d)\$([\w+/]{22})\$([\w+/]{43})$/

function read(kept: string): Cost & { readonly salt: Buffer; readonly hash: Buffer } {
  const [, log2N, r, p, salt = '', hash = ''] = shape.exec(kept) ?? []
  if (log2N === undefined) throw new TypeError('a hash of a password that is none')
  return {
    log2N: Number(log2N),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}

function plain(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
