import { expect, test, vi } from 'vitest'
import { groupCommit } from '../src/record/group-commit.ts'

/** Writes that end when the test says so. */
function slowDisk() {
  interface Group {
    readonly parts: readonly number[]
    readonly lost: number
    readonly end: (error?: Error) => void
  }
  const groups: Group[] = []
  const faults: unknown[] = []
  const write = (parts: readonly number[], lost: number) =>
    new Promise<void>((resolve, reject) => {
      groups.push({ parts, lost, end: (error) => (error ? reject(error) : resolve()) })
    })
  return { groups, faults, wish: { write, onFault: (error: unknown) => faults.push(error) } }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))
const full = new Error('disk full')
const unavailable = { code: 'RECORD_UNAVAILABLE' }

test('whoever asks while something is written is written together afterwards', async () => {
  const { groups, wish } = slowDisk()
  const commit = groupCommit(wish)
  const all = [commit.write(1), commit.write(2)]
  await turn()
  expect(groups.map(({ parts }) => parts)).toEqual([[1, 2]])
  all.push(commit.write(3), commit.write(4))
  await turn()
  expect(groups).toHaveLength(1)
  groups[0]!.end()
  await all[0]
  await turn()
  expect(groups.map(({ parts }) => parts)).toEqual([
    [1, 2],
    [3, 4],
  ])
  groups[1]!.end()
  await Promise.all(all)
})

test('a group that cannot be written is refused to each of its callers, and the next is tried', async () => {
  const { groups, faults, wish } = slowDisk()
  const commit = groupCommit({ ...wish, pauseMs: 0 })
  const lost = [commit.write(1), commit.write(2)].map((one) => one.catch((error: unknown) => error))
  await turn()
  const kept = commit.write(3)
  groups[0]!.end(full)
  expect(await Promise.all(lost)).toMatchObject([unavailable, unavailable])
  await vi.waitFor(() => expect(groups).toHaveLength(2))
  groups[1]!.end()
  await kept
  expect(faults).toEqual([full])
})

test('nobody is told before their own part is durable', async () => {
  const { groups, wish } = slowDisk()
  const commit = groupCommit(wish)
  let isDurable = false
  const one = commit.write(1).then(() => {
    isDurable = true
  })
  await turn()
  await turn()
  expect(isDurable).toBe(false)
  groups[0]!.end()
  await one
})

test('behind a disk that stands still no more than so many wait', async () => {
  const { groups, wish } = slowDisk()
  const commit = groupCommit({ ...wish, most: 3 })
  const first = commit.write(0)
  await turn()
  const waiting = [commit.write(1), commit.write(2), commit.write(3)]
  await expect(commit.write(4)).rejects.toMatchObject(unavailable)
  groups[0]!.end()
  await first
  await turn()
  groups[1]!.end()
  await Promise.all(waiting)
})

test('behind a disk that stands still nobody waits longer than a second', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const { groups, wish } = slowDisk()
    const commit = groupCommit(wish)
    const written = commit.write(1).catch((error: unknown) => error)
    await turn()
    const waiting = commit.write(2).catch((error: unknown) => error)
    vi.advanceTimersByTime(1000)
    expect(await Promise.all([written, waiting])).toMatchObject([unavailable, unavailable])
    groups[0]!.end()
    await turn()
    await turn()
    expect(groups).toHaveLength(1) // who went away is not written any more
  } finally {
    vi.useRealTimers()
  }
})

test('those who wait for the same group each have their own time', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  try {
    const { groups, wish } = slowDisk()
    const commit = groupCommit(wish)
    const ends: number[] = []
    for (const nth of [0, 1, 2]) {
      void commit.write(nth).catch(() => ends.push(nth))
      await turn()
      vi.advanceTimersByTime(300)
    }
    const seen: string[] = []
    for (let passed = 900; passed <= 1600; passed += 100) {
      await turn()
      seen.push(`${passed}: ${ends}`)
      vi.advanceTimersByTime(100)
    }
    expect(seen).toEqual([
      '900: ',
      '1000: 0',
      '1100: 0',
      '1200: 0',
      '1300: 0,1',
      '1400: 0,1',
      '1500: 0,1',
      '1600: 0,1,2',
    ])
    groups[0]!.end()
  } finally {
    vi.useRealTimers()
  }
})

test('who asks again in the moment in which a group ends is written too', async () => {
  const commit = groupCommit({ write: async () => undefined, onFault: () => undefined })
  for (let nth = 0; nth < 20; nth++) await commit.write(nth)
})

test('what nobody waits for is kept while the disk is full, and written in its order afterwards', async () => {
  const { groups, faults, wish } = slowDisk()
  const commit = groupCommit({ ...wish, pauseMs: 0 })
  commit.writeLater(1)
  await turn()
  commit.writeLater(2)
  groups[0]!.end(full)
  await vi.waitFor(() => expect(groups).toHaveLength(2))
  groups[1]!.end(full)
  await vi.waitFor(() => expect(groups).toHaveLength(3))
  expect(groups[2]).toMatchObject({ parts: [1, 2], lost: 0 })
  groups[2]!.end()
  await commit.close()
  expect(faults).toEqual([full]) // told once
})

test('what there is no room for is counted, and the number is written as soon as may be', async () => {
  const { groups, wish } = slowDisk()
  const commit = groupCommit({ ...wish, most: 1 })
  commit.writeLater(1)
  await turn()
  for (const part of [2, 3, 4]) commit.writeLater(part)
  groups[0]!.end()
  await vi.waitFor(() => expect(groups).toHaveLength(2))
  expect(groups[1]).toMatchObject({ parts: [2], lost: 2 })
  groups[1]!.end()
  await commit.close()
  expect(groups).toHaveLength(2)
})

test('at the end what waits is written', async () => {
  const { groups, wish } = slowDisk()
  const commit = groupCommit(wish)
  commit.writeLater(1)
  const closed = commit.close()
  await turn()
  groups[0]!.end()
  await closed
  expect(groups).toHaveLength(1)
})
