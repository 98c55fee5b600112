import { expect, test } from 'vitest'
import { compilePolicy } from '../../src/policies/judge.ts'
import type { Rule } from '../../src/policies/policy.ts'
import { readPolicy } from '../../src/policies/read-policy.ts'
import { traceRequest } from '../../src/policies/trace-request.ts'
import type { PolicyCaller } from '../../src/policies/wish.ts'

function asking(...rules: readonly object[]) {
  const { rules: read } = readPolicy({
    rules: rules.map((rule, nth) => ({ name: `r${nth}`, ...rule })),
  })
  const policy = compilePolicy({ rules: read as Rule[] }, { appId: 'a', version: 1 })
  return (caller: PolicyCaller, request: object) => traceRequest(policy, { caller, body: request })
}

const rtc = (channel: string, who: object, more: object = {}) => ({
  rtc: { channel, ...who, ...more },
})
const key = (id: string) => ({ kind: 'key', id }) as const
const person = (claims: object) => ({ kind: 'jwt', id: 'p', claims: { ...claims } }) as const

test('the own identity only', () => {
  const ask = asking({ effect: 'allow', subject: `\${caller.sub}` })
  const allowed = (claims: object, who: object) =>
    ask(person(claims), rtc('a', who, { role: 'subscriber' })).allowed
  expect(allowed({ sub: 'ann' }, { account: 'ann' })).toBe(true)
  expect(allowed({ sub: '7' }, { uid: 7 })).toBe(true)
  expect(allowed({ sub: 'ann' }, { account: 'bob' })).toBe(false)
  expect(allowed({ sub: 'ann' }, { account: 'a*' })).toBe(false)
  expect(allowed({ sub: 'ann' }, { anyUid: true })).toBe(false)
  // a name that is itself a pattern, or none at all, is nobody's
  for (const sub of ['*', 'a*', '', 7, undefined]) {
    expect(allowed({ sub }, { account: 'ann' })).toBe(false)
    expect(allowed({ sub }, { anyUid: true })).toBe(false)
    expect(allowed({ sub }, { account: '*' })).toBe(false)
  }
})

test('the own channel', () => {
  const ask = asking({ effect: 'allow', channel: `of-\${caller.id}-*` })
  expect(ask(key('k1'), rtc('of-k1-room', { uid: 7 })).allowed).toBe(true)
  expect(ask(key('k1'), rtc('of-k2-room', { uid: 7 })).allowed).toBe(false)
  expect(ask(key('k1'), rtc('of-*', { uid: 7 }, { role: 'subscriber' })).allowed).toBe(false)
})

test('claims all have to hold; one that is a list has to contain the value', () => {
  const ask = asking({ effect: 'allow', caller: { claims: { role: 'teacher', admin: true } } })
  const allowed = (claims: object) => ask(person(claims), rtc('a', { uid: 7 })).allowed
  expect(allowed({ role: 'teacher', admin: true })).toBe(true)
  expect(allowed({ role: ['pupil', 'teacher'], admin: true })).toBe(true)
  expect(allowed({ role: 'teacher', admin: 'true' })).toBe(false)
  expect(allowed({ role: 'teacher' })).toBe(false)
})

test('rules are read from the top: an exception stands above what it is an exception to', () => {
  const lobby = { effect: 'allow', channel: 'lobby' }
  const none = { effect: 'deny', channel: 'l*' }
  expect(asking(lobby, none)(key('k'), rtc('lobby', { uid: 7 })).allowed).toBe(true)
  expect(asking(none, lobby)(key('k'), rtc('lobby', { uid: 7 })).allowed).toBe(false)
})

test('names of channels with every allowed character are found', () => {
  const name = 'a }b{ $.[x]^!#&()+-:;<=>?@_|~,%'
  const ask = asking({ effect: 'allow', channel: name }, { effect: 'allow', channel: `*}${name}` })
  expect(ask(key('k'), rtc(name, { uid: 7 })).allowed).toBe(true)
  expect(ask(key('k'), rtc(`x}${name}`, { uid: 7 })).allowed).toBe(true)
  expect(ask(key('k'), rtc(`x${name}`, { uid: 7 })).allowed).toBe(false)
})

test('a trace says of each rule why it did not decide', () => {
  const ask = asking(
    { name: 'closed', effect: 'deny', channel: 'closed-*' },
    { name: 'others', effect: 'allow', caller: { id: 'k2' } },
    { name: 'short', effect: 'cap', maxSeconds: 600 },
    { name: 'audience', effect: 'allow', role: 'subscriber' },
    { name: 'stage', effect: 'allow', subject: 'host-*', maxSeconds: 1200 },
    { name: 'messages', effect: 'allow', services: ['rtm'] },
    { name: 'unbound', effect: 'allow', binding: ['unbound'] },
    { name: 'the rest', effect: 'allow' },
  )
  const trace = ask(key('k1'), rtc('lobby', { account: 'host-1' }))
  expect(trace).toMatchObject({ allowed: true, expiresInSeconds: 600 })
  const [service] = trace.services
  expect(service).toMatchObject({ rule: 'stage', reason: undefined, version: 1, maxSeconds: 600 })
  expect(Object.fromEntries(service!.rules.map(({ name, outcome }) => [name, outcome]))).toEqual({
    closed: 'channel',
    others: 'caller',
    short: 'capped',
    audience: 'privileges',
    stage: 'decided',
    messages: 'service',
    unbound: 'binding',
    'the rest': 'not reached',
  })
})

test('a cap that leaves nothing is named', () => {
  const ask = asking({ effect: 'allow' }, { name: 'mute', effect: 'cap', privileges: ['login'] })
  const { services } = ask(key('k'), rtc('a', { uid: 7 }))
  expect(services).toMatchObject([{ allowed: false, reason: 'NOTHING_LEFT', rule: 'mute' }])
})

test('people with a JWT are allowed what speaks of them, and denied what is denied to all', () => {
  const allowed = (rule: object, ...more: readonly object[]) =>
    asking(...more, { effect: 'allow', ...rule })(
      { kind: 'jwt', id: 'shop:ann', claims: { sub: 'ann', role: 'teacher' } },
      rtc('ann', { account: 'ann' }),
    ).allowed
  expect(allowed({})).toBe(false)
  expect(allowed({ channel: '*', subject: ['a*', `\${caller.id}`] })).toBe(false)
  expect(allowed({ caller: {} })).toBe(false)
  expect(allowed({ caller: { kind: 'key' } })).toBe(false)
  expect(allowed({ caller: { kind: 'jwt' } })).toBe(true)
  expect(allowed({ caller: { id: ['shop:ann', 'shop:bob'] } })).toBe(true)
  expect(allowed({ caller: { claims: { role: 'teacher' } } })).toBe(true)
  expect(allowed({ subject: `\${caller.sub}` })).toBe(true)
  expect(allowed({ channel: ['other', `\${caller.sub}*`] })).toBe(true)
  expect(allowed({ caller: { kind: 'jwt' } }, { effect: 'deny', subject: 'a*' })).toBe(false)
  expect(asking({ effect: 'allow' })(key('k1'), rtc('ann', { account: 'ann' })).allowed).toBe(true)
})
