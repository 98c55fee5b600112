import { expect, test } from 'vitest'
import { groupCommit } from '../src/record/group-commit.ts'

/** Writes that end when the test says so. */
function slowDisk() {
  const groups: { readonly parts: readonly number[]; readonly end: (error?: Error) => void }[] = []
  const write = (parts: readonly number[]) =>
    new Promise<void>((resolve, reject) => {
      groups.push({ parts, end: (error) => (error ? reject(error) : resolve()) })
    })
  return { groups, write }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('whoever asks while something is written is written together afterwards', async () => {
  const { groups, write } = slowDisk()
  const commit = groupCommit(write)
  const all = [commit(1), commit(2)]
  await turn()
  expect(groups.map(({ parts }) => parts)).toEqual([[1, 2]])
  all.push(commit(3), commit(4))
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
  const { groups, write } = slowDisk()
  const commit = groupCommit(write)
  const lost = [commit(1), commit(2)].map((one) => one.catch((error: Error) => error.message))
  await turn()
  const kept = commit(3)
  groups[0]!.end(new Error('disk full'))
  expect(await Promise.all(lost)).toEqual(['disk full', 'disk full'])
  await turn()
  groups[1]!.end()
  await kept
})

test('nobody is told before their own part is durable', async () => {
  const { groups, write } = slowDisk()
  const commit = groupCommit(write)
  let isDurable = false
  const one = commit(1).then(() => {
    isDurable = true
  })
  await turn()
  await turn()
  expect(isDurable).toBe(false)
  groups[0]!.end()
  await one
})

test('behind a disk that stands still no more than so many wait', async () => {
  const { groups, write } = slowDisk()
  const commit = groupCommit(write, 3)
  const first = commit(0)
  await turn()
  const waiting = [commit(1), commit(2), commit(3)]
  await expect(commit(4)).rejects.toThrow('too much waits')
  groups[0]!.end()
  await first
  await turn()
  groups[1]!.end()
  await Promise.all(waiting)
})
