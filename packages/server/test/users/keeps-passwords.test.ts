import { scryptSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { atMost } from '../../src/users/at-most.ts'
import { hashPassword, isPassword } from '../../src/users/password.ts'
import { checkPassword } from '../../src/users/password-rules.ts'

const password = 'vier Wörter, oder so'

test('a hash says how it was made, no two are alike, and it costs what OWASP asks for', async () => {
  const [one, other] = [await hashPassword(password), await hashPassword(password)]
  expect(one).toMatch(/^\$scrypt\$ln=16,r=8,p=2\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(one).not.toBe(other)
  const [, , , salt = '', hash = ''] = one.split('$')
  const cost = { N: 2 ** 16, r: 8, p: 2, maxmem: 2 ** 27 }
  const own = scryptSync(password.normalize('NFKC'), Buffer.from(salt, 'base64'), 32, cost)
  expect(Buffer.from(hash, 'base64')).toEqual(own)
})

test('the password is known again, in either spelling of its letters, and no other is', async () => {
  const hash = await hashPassword(password)
  expect(await isPassword(password.normalize('NFD'), hash)).toBe(true)
  expect(await isPassword(`${password} `, hash)).toBe(false)
  expect(await isPassword('', hash)).toBe(false)
})

test('one that was made at another cost is known too; what is no hash is an error', async () => {
  // RFC 7914 §12, third vector, with 32 of its 64 bytes
  const salt = Buffer.from('SodiumChloride..')
  const cheap = scryptSync('pleaseletmein', salt, 32, { N: 2 ** 14, r: 8, p: 1 })
  const plain = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  const hash = `$scrypt$ln=14,r=8,p=1$${plain(salt)}$${plain(cheap)}`
  expect(await isPassword('pleaseletmein', hash)).toBe(true)
  for (const bad of ['', 'x', hash.replace('ln=14', 'ln=30'), hash.slice(0, -1)]) {
    await expect(isPassword('pleaseletmein', bad)).rejects.toThrow(TypeError)
  }
})

test('where there is no hash the answer is no, after the same work', async () => {
  const times = { known: 0, unknown: 0 }
  const hash = await hashPassword(password)
  for (let round = 0; round < 3; round++) {
    const start = performance.now()
    expect(await isPassword('wrong', hash)).toBe(false)
    const between = performance.now()
    expect(await isPassword('wrong', undefined)).toBe(false)
    times.known += between - start
    times.unknown += performance.now() - between
  }
  const ratio = times.unknown / times.known
  expect(ratio).toBeGreaterThan(1 / 3)
  expect(ratio).toBeLessThan(3)
})

test('two are worked on at a time, 16 wait, and whoever comes then is sent away', async () => {
  const all = await Promise.allSettled(Array.from({ length: 20 }, () => isPassword('x', undefined)))
  const refused = all.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  expect(refused).toHaveLength(2)
  expect(refused[0]).toMatchObject({ code: 'SIGN_IN_BUSY', status: 503, retryAfterSeconds: 5 })
  expect(await isPassword('x', undefined)).toBe(false) // and afterwards all is as before
})

test('who fails gives their place on', async () => {
  const taking = atMost({ running: 1, waiting: 5 }, () => new Error('busy'))
  let most = 0
  let running = 0
  const act = (fails: boolean) =>
    taking(async () => {
      most = Math.max(most, ++running)
      await Promise.resolve()
      running--
      if (fails) throw new Error('failed')
    })
  const all = await Promise.allSettled([true, true, false, true, false, true, false].map(act))
  expect(all.map(({ status }) => status[0]).join('')).toBe('rrfrfrr')
  expect(all.at(-1)).toMatchObject({ reason: { message: 'busy' } })
  expect(most).toBe(1)
})

test('12 to 256 characters, whatever they are', () => {
  const fine = [
    'abcdefgh ijk',
    'qzmwpxnvkrtb',
    '🙂🙃😉😊😋😌😍😎😏😐😑😒',
    '            x            ',
    'ab'.concat('cdefghijk'.repeat(28)).slice(0, 256),
  ]
  for (const one of fine) expect(() => checkPassword(one, 'ana')).not.toThrow()
  const unfit = [
    '',
    'elevenchars',
    '🙂🙃😉😊😋😌😍😎😏😐😑',
    'x'.repeat(5).concat('yz'.repeat(200)),
    'Password1234',
    'CorrectHorseBatteryStaple',
    'aaaaaaaaaaaaaaaa',
    'abcabcabcabcab',
    '123412341234',
    'ana@shop.example',
    'ana@shop.example1',
  ]
  for (const one of unfit) {
    const check = () => checkPassword(one, 'ana@shop.example')
    expect(check, one).toThrow(expect.objectContaining({ code: 'PASSWORD_UNFIT' }))
    if (one.length > 3) expect(check).not.toThrow(one)
  }
})
