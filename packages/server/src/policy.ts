/** Policies, for who reads, tries and compares them without a server. */

export { diffPolicies, type RuleChange } from './policies/diff.ts'
export { type FixtureResult, readFixtures, tryFixtures } from './policies/fixtures.ts'
export { type CompiledPolicy, compilePolicy } from './policies/judge.ts'
export type { KeptPolicy } from './policies/kept-policy.ts'
export type { Policy, Rule } from './policies/policy.ts'
export { readPolicy } from './policies/read-policy.ts'
export type { ReplayGroup } from './policies/replay.ts'
export { type AuditReplay, replayKept } from './policies/replay-audit.ts'
export type { RuleTrace, Trace } from './policies/trace.ts'
export { type RequestTrace, traceRequest } from './policies/trace-request.ts'
export type { PolicyCaller } from './policies/wish.ts'
export { keptSimulator, type Simulated } from './simulate.ts'
