import { explain } from '@symbolon/token'
import { expect, test } from 'vitest'
import { branchesOf } from '../src/explain/branches.ts'
import { example } from '../src/explain/example.ts'
import { emptyFields, situationOf } from '../src/explain/fields.ts'

const now = 1_795_227_055

test('an empty field is not given', () => {
  const situation = situationOf(emptyFields, now)
  expect(JSON.parse(JSON.stringify(situation))).toEqual({ now })
})

test('a number is a uid, unless it is said to be an account', () => {
  expect(situationOf({ ...emptyFields, user: ' 7 ' }, now)).toMatchObject({ uid: 7 })
  expect(situationOf({ ...emptyFields, user: '0' }, now)).toMatchObject({ uid: 0 })
  const account = situationOf({ ...emptyFields, user: '7', userKind: 'account' }, now)
  expect(account).toMatchObject({ account: '7' })
  expect(situationOf({ ...emptyFields, user: 'ann' }, now)).toMatchObject({ account: 'ann' })
})

test('blanks in a channel or an account count, those around an id do not', () => {
  const fields = { ...emptyFields, channel: 'lobby ', user: ' ann', appId: ' ab\n', error: ' ' }
  const { channel, account, appId, error } = situationOf(fields, now)
  expect([channel, account, appId, error]).toEqual(['lobby ', ' ann', 'ab', undefined])
})

test('the example is a proved refusal', () => {
  const fields = example(now)
  const { proven, verdict, causes } = explain(fields.token, situationOf(fields, now))
  expect([proven, verdict]).toEqual([true, 'refused'])
  expect(causes.map(({ code, certainty }) => [code, certainty])).toEqual([
    ['CHANNEL_CASE', 'proved'],
  ])
})

test('the outline has every claim, services by their type', () => {
  const fields = example(now)
  const { claims } = explain(fields.token, situationOf(fields, now))
  const branches = branchesOf(claims!)
  expect(branches.map(({ name }) => name)).toEqual(Object.keys(claims!))
  expect(branches.find(({ name }) => name === 'appId')?.value).toBe(`"${fields.appId}"`)
  const services = branches.find(({ name }) => name === 'services')?.inner
  const [rtc] = branchesOf(services!)
  expect(rtc!.title).toBe('rtc')
  expect(branchesOf(rtc!.inner!).map(({ name }) => name)).toEqual(['privileges', 'channel', 'uid'])
})
