import type { RegisteredProject } from '../projects/registered-project.ts'
import { type CompiledPolicy, compilePolicy } from './judge.ts'
import type { KeptPolicy } from './kept-policy.ts'
import { isOpen } from './policy-desk.ts'

/** The policies of projects, compiled once each. */
export class ProjectPolicies {
  private compiled = new Map<string, CompiledPolicy>()

  /**
   * By App ID, what each project goes by. A project that has none is open to every caller when it is local, for no real
   * user is behind it, and closed to all when it is linked.
   *
   * @param onFault - one was written by a newer version: its project is closed to all
   */
  update(
    projects: readonly RegisteredProject[],
    kept: readonly KeptPolicy[],
    onFault: (error: unknown) => void,
  ): ReadonlyMap<string, CompiledPolicy> {
    const byAppId = new Map(kept.map((one) => [one.appId, one]))
    const next = new Map<string, CompiledPolicy>()
    for (const { appId, origin } of projects) {
      const own = byAppId.get(appId) ?? (isOpen({ origin }) ? undefined : nothing)
      if (own === undefined) continue
      const { version, policy } = own
      const known = this.compiled.get(appId)
      const same = known?.version === version
      next.set(appId, same ? known : compiled({ appId, version, policy }, onFault))
    }
    this.compiled = next
    return next
  }
}

function compiled(
  { appId, version, policy }: Pick<KeptPolicy, 'appId' | 'version' | 'policy'>,
  onFault: (error: unknown) => void,
): CompiledPolicy {
  try {
    return compilePolicy(policy, { appId, version })
  } catch (error) {
    onFault(error)
    return compilePolicy(nothing.policy, { appId, version })
  }
}

const nothing = { version: 0, policy: { rules: [] } }
