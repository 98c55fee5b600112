import { expect, test } from 'vitest'
import { oneAfterAnother } from '../src/one-after-another.ts'
import { acting } from './acting.ts'
import { appId, keptProject, seconds, serving } from './authority.ts'

test('a policy that this version does not understand closes its own project alone', async () => {
  const kept = await keptProject()
  const { project: other } = await kept.authority.console.create(
    { name: 'Other' },
    acting(seconds()),
  )
  const { call } = await serving(kept)
  const issue = (id: string) =>
    call('POST /v1/tokens', { body: { appId: id, rtc: { channel: 'lobby', uid: 7 } } })
  expect((await issue(appId)).status).toBe(201)
  const rules = [{ name: 'later', effect: 'allow', moon: 'full' }]
  const policy = { rules } as never
  await kept.authority.store.setPolicy({ appId, policy }, acting(seconds()))
  await kept.authority.console.setEnabled(other.appId, false, acting(seconds()))
  const codes = async () => [(await issue(appId)).status, (await issue(other.appId)).body.code]
  await expect.poll(codes).toEqual([403, 'PROJECT_DISABLED'])
})

test('whoever asks while an act runs waits for the one after it, all for the same', async () => {
  const ends: (() => void)[] = []
  const run = oneAfterAnother(() => new Promise((resolve) => ends.push(resolve)))
  const first = run()
  const later = [run(), run(), run()]
  expect(ends).toHaveLength(1)
  ends[0]!()
  await first
  await Promise.resolve()
  await new Promise((resolve) => setImmediate(resolve))
  expect(ends).toHaveLength(2)
  ends[1]!()
  await Promise.all(later)
})
