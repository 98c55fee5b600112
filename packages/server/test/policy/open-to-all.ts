import type { Policy } from '../../src/policies/policy.ts'
import type { Store } from '../../src/store/store.ts'
import { acting } from '../acting.ts'

const everything = { effect: 'allow', wildcardPublish: true, unboundPublish: true } as const

const policy: Policy = {
  rules: [
    { ...everything, name: 'whoever is known' },
    { ...everything, name: 'whoever is not', caller: { kind: 'anonymous' } },
  ],
}

/** Lets every caller have every call of a project, for tests that are about something else. */
export async function openToAll(store: Store, appId: string): Promise<void> {
  await store.setPolicy({ appId, policy }, acting(1_800_000_000))
}
