import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeGoJson, GoSyntaxError, GoTypeError } from '../../src/dialects/go-json.ts'

const inner = { name: 'Inner', fields: { enable: 'bool', role: 'uint16' } } as const
const struct = {
  name: 'Request',
  fields: { uid: 'uint32', tokenType: 'string', expire: 'int', on: 'bool', inner },
} as const

function read(body: string): unknown {
  return decodeGoJson(body, struct)
}

test('takes keys in any letter case, the last of equal ones', () => {
  expect(read('{"UID":1,"uid":2,"Uid":3}')).toEqual({ uid: 3 })
  expect(read('{"uid":1,"UID":2,"uid":3}')).toEqual({ uid: 3 })
  expect(read('{"to\u212AenType":"a","EXPIRE":-7}')).toEqual({ tokenType: 'a', expire: -7 })
})

test('leaves what null, an unknown key or nothing is said about', () => {
  expect(read('{"uid":4,"UID":null,"other":[{"uid":9}],"__proto__":1}')).toEqual({ uid: 4 })
  expect(read(' null ')).toEqual({})
  expect(read('{}')).toEqual({})
})

test('adds a repeated object to the first', () => {
  const body = '{"inner":{"enable":true},"INNER":{"role":2,"x":"}"},"inner":null}'
  expect(read(body)).toEqual({ inner: { enable: true, role: 2 } })
})

test.each(['{"uid":1} junk', '{"uid":1}}', '\n{"uid":1}{"uid":2}', '{"uid":1}\u0000'])(
  'ignores what follows the first value: %j',
  (body) => {
    expect(read(body)).toEqual({ uid: 1 })
  },
)

test.each([
  ['', 'EOF'],
  [' \n\t', 'EOF'],
  ['{"uid":', 'unexpected EOF'],
  ['{"uid":1', 'unexpected EOF'],
  ['"open', 'unexpected EOF'],
  ['{"uid":01}', 'invalid character in JSON text'],
  ["{'uid':1}", 'invalid character in JSON text'],
  ['uid=1', 'invalid character in JSON text'],
  ['{"uid":1,}', 'invalid character in JSON text'],
  ['{]', 'invalid character in JSON text'],
])('refuses what is not JSON: %j', (body, message) => {
  expect(() => read(body)).toThrow(new GoSyntaxError(message))
})

test.each([
  ['[]', 'array', '', ''],
  ['"{}"', 'string', '', ''],
  ['17', 'number', '', ''],
  ['{"uid":"1"}', 'string', 'uid', 'Request'],
  ['{"UID":-1}', 'number -1', 'uid', 'Request'],
  ['{"uid":1.0}', 'number 1.0', 'uid', 'Request'],
  ['{"uid":1e3}', 'number 1e3', 'uid', 'Request'],
  ['{"uid":-0}', 'number -0', 'uid', 'Request'],
  ['{"uid":4294967296}', 'number 4294967296', 'uid', 'Request'],
  ['{"uid":{}}', 'object', 'uid', 'Request'],
  ['{"tokenType":5}', 'number', 'tokenType', 'Request'],
  ['{"tokenType":["a"]}', 'array', 'tokenType', 'Request'],
  ['{"on":1}', 'number', 'on', 'Request'],
  ['{"inner":true}', 'bool', 'inner', 'Request'],
  ['{"inner":{"role":65536}}', 'number 65536', 'inner.role', 'Inner'],
  ['{"expire":9223372036854775808}', 'number 9223372036854775808', 'expire', 'Request'],
  ['{"uid":"1","on":2}', 'string', 'uid', 'Request'],
])('refuses another type, and names the first: %s', (body, ...[value, field, owner]) => {
  const error = thrownBy(() => read(body))
  expect(error).toBeInstanceOf(GoTypeError)
  expect(error).toMatchObject({ value, field, struct: owner })
})

test('words a wrong type as Go does', () => {
  expect(() => read('{"uid":"1"}')).toThrow(
    'json: cannot unmarshal string into Go struct field Request.uid of type uint32',
  )
  expect(() => read('[]')).toThrow('json: cannot unmarshal array into Go value of type Request')
})

test('bounds are those of the types', () => {
  expect(read('{"uid":4294967295,"expire":-1,"inner":{"role":65535}}')).toEqual({
    uid: 4_294_967_295,
    expire: -1,
    inner: { role: 65_535 },
  })
})

test('finds the end of any JSON value, however it is written', () => {
  const any = { name: 'Any', fields: { v: 'string' } } as const
  fc.assert(
    fc.property(fc.json(), fc.string(), fc.string(), (other, text, rest) => {
      const body = `{"x":${other},"v":${JSON.stringify(text)}}${rest}`
      expect(decodeGoJson(body, any)).toEqual({ v: text })
    }),
  )
})

test('takes or refuses any text without another kind of failure', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (body) => {
      const error = thrownBy(() => read(body))
      if (error !== undefined) expect([GoSyntaxError, GoTypeError]).toContain(error.constructor)
    }),
  )
})

test('deep nesting costs no stack', () => {
  const body = `{"x":${'['.repeat(30_000)}${']'.repeat(30_000)},"uid":1}`
  expect(read(body)).toEqual({ uid: 1 })
})

function thrownBy(act: () => unknown): Error | undefined {
  try {
    act()
  } catch (error) {
    return error as Error
  }
  return undefined
}
