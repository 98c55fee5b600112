import { randomBytes, scryptSync } from 'node:crypto'
import type { Role } from '../../src/users/roles.ts'
import type { User } from '../../src/users/user.ts'
import { someNote } from '../acting.ts'
import { type Calling, type Kept, seconds } from '../authority.ts'

export const password = 'four words or so will do'

/** Of {@link password}, at a cost that a test can pay for each of many; known like any other. */
const passwordHash = (() => {
  const salt = randomBytes(16)
  const hash = scryptSync(password, salt, 32, { N: 2 ** 10, r: 8, p: 1 })
  const [saltText, hashText] = [salt, hash].map((one) => one.toString('base64').replace(/=+$/, ''))
  return `$scrypt$ln=10,r=8,p=1$${saltText}$${hashText}`
})()

/** Somebody with {@link password}. */
export async function person(
  { authority }: Kept,
  name: string,
  role: Role,
  more: Partial<User> = {},
): Promise<User> {
  const id = `u_${randomBytes(9).toString('base64url')}`
  const who = { id, name, role, enabled: true, passwordHash, createdAt: seconds() }
  await authority.store.users.add({ ...who, ...more }, someNote())
  return { ...who, ...more }
}

/** Signs in, and gives what the browser would send from then on. */
export async function cookieOf({ call }: Calling, name: string, typed = password): Promise<string> {
  const answer = await call('POST /v1/session', { body: { name, password: typed } })
  if (answer.status !== 201) throw new Error(`not signed in: ${answer.text}`)
  return cookieIn(answer.headers)
}

export function cookieIn(headers: Headers): string {
  return (headers.getSetCookie()[0] ?? '').split(';', 1)[0]!
}

/** As the pages of the server itself ask. */
export function fromOwnPage(cookie: string, { server }: Calling): Record<string, string> {
  return { cookie, origin: server.url }
}
