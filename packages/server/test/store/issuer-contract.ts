import { expect, onTestFinished } from 'vitest'
import type { Issuer } from '../../src/issuers/issuer.ts'
import { someNote } from '../acting.ts'
import type { Engine } from './contract.ts'

const at = 1_800_000_000

function someIssuer(id: string, more: Partial<Issuer> = {}): Issuer {
  return {
    id,
    name: 'Sign-in',
    issuer: `https://${id}.example/`,
    audience: ['shop'],
    algorithms: ['RS256', 'EdDSA'],
    jwksUrl: `https://${id}.example/keys`,
    claim: 'sub',
    enabled: true,
    createdAt: at,
    createdBy: 'ana',
    ...more,
  }
}

/** What every engine must do with issuers. */
export function issuerContract({ name, test, place, open }: Engine): void {
  const opened = async (where?: string) => {
    const store = await open(where ?? (await place()))
    onTestFinished(() => store.close())
    return store
  }

  test(`${name}: issuers are listed as they were added, in the order in which they came`, async () => {
    const store = await opened()
    const odd = { name: `'; drop table issuers; -- 🙂`, audience: ['a b', '"c",', '🙂'] }
    const issuers = [someIssuer('b'), someIssuer('a', odd)]
    for (const issuer of issuers) await store.addIssuer(issuer, someNote())
    expect(await store.listIssuers()).toEqual(issuers)
  })

  test(`${name}: an id is there once, and so is an iss, also when both come at once`, async () => {
    const where = await place()
    const stores = [await opened(where), await opened(where)]
    const wishes = [
      someIssuer('a'),
      someIssuer('a', { issuer: 'https://other.example' }),
      someIssuer('b', { issuer: 'https://a.example/' }),
    ]
    const done = await Promise.allSettled(
      wishes.map((issuer, nth) => stores[nth % 2]!.addIssuer(issuer, someNote())),
    )
    const refused = done.filter((one) => one.status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'ISSUER_EXISTS' })
    const kept = await stores[0]!.listIssuers()
    expect(kept).toHaveLength(3 - refused.length)
    expect(new Set(kept.map(({ id }) => id)).size).toBe(kept.length)
    expect(new Set(kept.map(({ issuer }) => issuer)).size).toBe(kept.length)
  })

  test(`${name}: an issuer is switched, its id and iss stay, and others notice`, async () => {
    const where = await place()
    const [mine, theirs] = [await opened(where), await opened(where)]
    const one = someIssuer('a')
    await mine.addIssuer(one, someNote())
    const before = await theirs.revision()
    const other = { id: 'x', issuer: 'https://x.example' }
    const changed = await mine.changeIssuer(
      'a',
      (issuer) => ({
        ...issuer,
        ...other,
        enabled: false,
      }),
      someNote(),
    )
    expect(changed).toEqual({ ...one, enabled: false })
    expect(await theirs.listIssuers()).toEqual([changed])
    expect(await theirs.revision()).not.toBe(before)
  })

  test(`${name}: an issuer that is removed is gone, and may come again`, async () => {
    const store = await opened()
    const [one, two] = [someIssuer('a'), someIssuer('b')]
    for (const issuer of [one, two]) await store.addIssuer(issuer, someNote())
    const before = await store.revision()
    expect(await store.removeIssuer('a', someNote())).toEqual(one)
    expect(await store.revision()).not.toBe(before)
    expect(await store.listIssuers()).toEqual([two])
    await store.addIssuer(one, someNote())
    expect(await store.listIssuers()).toEqual([two, one])
  })

  test(`${name}: an issuer that is not there is neither switched nor removed`, async () => {
    const store = await opened()
    await store.addIssuer(someIssuer('a'), someNote())
    const before = await store.revision()
    const unknown = { code: 'ISSUER_UNKNOWN' }
    await expect(store.changeIssuer('b', (issuer) => issuer, someNote())).rejects.toMatchObject(
      unknown,
    )
    await expect(store.removeIssuer("a' or 1=1 --", someNote())).rejects.toMatchObject(unknown)
    expect(await store.revision()).toBe(before)
  })
}
