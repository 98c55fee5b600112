import { expect, test } from 'vitest'
import { beginning, lineOf, link } from '../src/audit/chain.ts'
import { verifyExport } from '../src/audit/verify-export.ts'
import { acting } from './acting.ts'

const shop = 'a'.repeat(32)

/** Lines that follow one another by their hashes, with these numbers. */
function linesOf(chain: string, numbers: readonly number[]): string[] {
  let hash = beginning
  return numbers.map((seq) => {
    const note = { chain, action: 'key.created', ...acting(1_800_000_000), about: {} } as const
    const entry = link({ seq: seq - 1, hash }, note)
    hash = entry.hash
    return lineOf(entry).trimEnd()
  })
}

async function* given(lines: readonly string[]) {
  yield* lines
}

const verified = (...lines: readonly string[]) => verifyExport(given(lines))

test('chains that stand in one file are followed each for itself', async () => {
  const [one, two] = [linesOf('', [1, 2]), linesOf(shop, [1, 2, 3])]
  const chains = [
    { chain: '', entries: 2, from: 1, to: 2 },
    { chain: shop, entries: 3, from: 1, to: 3 },
  ]
  expect(await verified(...one, ...two)).toMatchObject({ chains, faults: [] })
  const mixed = [one[0]!, two[0]!, two[1]!, one[1]!, two[2]!]
  expect(await verified(...mixed)).toMatchObject({ chains, faults: [] })
  expect((await verified(...one, two[0]!, two[2]!)).faults).toEqual([4])
  expect((await verified(one[1]!, one[0]!)).faults).toEqual([2])
})

test('a number that is left out is found, though hashes follow', async () => {
  expect((await verified(...linesOf(shop, [1, 3]))).faults).toEqual([2])
})

test('what is no entry is a fault, wherever it stands; nothing at all is no export', async () => {
  const [first = '', second = ''] = linesOf(shop, [1, 2])
  for (const line of ['{}', 'null', `${first}x`, first.replace('"seq":1', '"seq":"1"')]) {
    expect(await verified(first, line, second)).toMatchObject({ faults: [2] })
  }
  await expect(verified('', '')).rejects.toThrow(TypeError)
})
