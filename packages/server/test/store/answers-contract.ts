import { expect, onTestFinished } from 'vitest'
import type { Engine } from './contract.ts'

const at = 1_800_000_000
const sealed = Uint8Array.of(1, 2, 3, 0, 255)

/** What every engine must do with answers to named requests. */
export function answersContract({ name, test, place, open }: Engine): void {
  const opened = async (where: string) => {
    const store = await open(where)
    onTestFinished(() => store.close())
    return store
  }
  const request = { caller: 'key k_1', name: "a '; --" }
  const claim = { fingerprint: 'f', claimedAt: at }

  test(`${name}: a name is taken once, and whoever comes later gets the answer`, async () => {
    const store = await opened(await place())
    const { answers } = store
    const before = await store.revision()
    expect(await answers.claim(request, claim)).toBeUndefined()
    expect(await answers.claim(request, { ...claim, claimedAt: at + 9 })).toEqual(claim)
    expect(await answers.claim({ ...request, caller: 'key k_2' }, claim)).toBeUndefined()
    await answers.keep(request, sealed)
    expect(await answers.claim(request, claim)).toEqual({ ...claim, sealed })
    expect(await store.revision()).toBe(before)
  })

  test(`${name}: of many who take a name at the same time one alone has it`, async () => {
    const where = await place()
    const stores = [await opened(where), await opened(where)]
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, nth) => stores[nth % 2]!.answers.claim(request, claim)),
    )
    expect(all.filter((known) => known === undefined)).toHaveLength(1)
  })

  test(`${name}: a name that was let go may be taken again`, async () => {
    const { answers } = await opened(await place())
    await answers.claim(request, claim)
    await answers.release(request)
    expect(await answers.claim(request, { fingerprint: 'g', claimedAt: at })).toBeUndefined()
  })

  test(`${name}: answers are forgotten in parts, the oldest first`, async () => {
    const { answers } = await opened(await place())
    for (let nth = 0; nth < 10; nth++) {
      await answers.claim({ caller: 'c', name: `${nth}` }, { fingerprint: '', claimedAt: at + nth })
    }
    expect(await answers.forget(at + 5, 3)).toBe(3)
    expect(await answers.forget(at + 5, 100)).toBe(2)
    expect(await answers.forget(at + 5, 100)).toBe(0)
    const again = (nth: number) => answers.claim({ caller: 'c', name: `${nth}` }, claim)
    expect([await again(4), await again(5)]).toEqual([
      undefined,
      { fingerprint: '', claimedAt: at + 5 },
    ])
  })
}
