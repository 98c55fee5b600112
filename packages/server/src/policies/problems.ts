import type { CodeEntry } from '../errors.ts'

/** What a policy refuses, and what is refused to who changes one. */
export const policyProblems = {
  POLICY_DENIED: {
    status: 403,
    title: 'The policy does not allow it',
    cause:
      'The policy of the project refuses at least one service of the request to this caller. `errors` names each of them and the rule.',
    remedy:
      'Ask for less, or have the policy changed; `symbolon policy explain` shows what each rule says (docs/policy.md).',
  },
  POLICY_INVALID: {
    status: 422,
    title: 'That is not a policy',
    cause: 'Rules have fields that are unknown, missing, or say what cannot be.',
    remedy: 'Correct every field in `errors`; docs/policy.md tells what rules are made of.',
  },
  POLICY_UNKNOWN: {
    status: 404,
    title: 'There is no such version',
    cause: 'The policy of the project was never set so often.',
    remedy: 'Look at the versions: `GET /v1/projects/{appId}/policy/versions`.',
  },
  POLICY_CHANGED: {
    status: 412,
    title: 'Somebody else has set the policy',
    cause: 'The version that was to be replaced is not the one that is set.',
    remedy: 'Read the policy again, see what changed (`…/policy/diff`), and set yours again.',
  },
} as const satisfies Record<string, CodeEntry & { readonly status: number }>

/** Why a policy refuses one service of a request. */
export const policyFieldProblems = {
  POLICY_MISSING: {
    title: 'The project has no policy yet',
    cause:
      'Nobody has said yet who may have what. Until then nobody gets anything of a project that was imported, and nobody with a JWT gets anything of any.',
    remedy: 'Write a policy, and set it: `symbolon policy set @policy.json` (docs/policy.md).',
  },
  RULE_DENIES: {
    title: 'A rule denies it',
    cause: 'The first rule that speaks of it, from the top, has the effect `deny`.',
    remedy: 'Ask for something else, or have the rule changed.',
  },
  NO_RULE_ALLOWS: {
    title: 'No rule allows it',
    cause: 'What no rule allows is refused.',
    remedy: '`symbolon policy explain` says which condition of each rule is not met.',
  },
  WILDCARD_PUBLISH: {
    title: 'A token for many channels or users may not publish',
    cause: 'A rule allows it for one user in one channel.',
    remedy: 'Ask for one, or for a subscriber; or add `"wildcardPublish": true` to the rule.',
  },
  UNBOUND_PUBLISH: {
    title: 'A token for any user may not publish',
    cause: 'A rule allows it for a user that is named.',
    remedy: 'Name the uid, or ask for a subscriber; or add `"unboundPublish": true` to the rule.',
  },
  NOTHING_LEFT: {
    title: 'A cap leaves nothing of it',
    cause: 'Rules with the effect `cap` take away every privilege that was asked for.',
    remedy: 'Ask for other privileges, or have the rule changed.',
  },
} as const satisfies Record<string, CodeEntry>
