import { expect, onTestFinished, test, vi } from 'vitest'
import { anchorHeads } from '../src/audit/anchor-heads.ts'

const head = (chain: string, seq: number) => ({ chain, seq, hash: `${seq}`.repeat(4), proof: '' })

test('once an hour the log hears where the chains end that grew since', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  let heads = [head('', 1), head('abc', 2)]
  const told: string[] = []
  const faults: unknown[] = []
  const broken = { heads: async () => heads }
  const anchoring = anchorHeads(
    broken,
    (anchor) => told.push(anchor),
    (fault) => faults.push(fault),
  )
  const hour = async () => {
    told.length = 0
    await vi.advanceTimersByTimeAsync(3_600_000)
    return [...told]
  }
  expect(await hour()).toEqual([':1:1111', 'abc:2:2222'])
  expect(await hour()).toEqual([])
  heads = [head('', 1), head('abc', 3)]
  expect(await hour()).toEqual(['abc:3:3333'])
  broken.heads = () => Promise.reject(new Error('gone'))
  expect(await hour()).toEqual([])
  expect(faults).toHaveLength(1)
  anchoring.stop()
  expect(await hour()).toEqual([])
})
