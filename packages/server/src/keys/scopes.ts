/** What a key may be good for, with the sentence that the documents have for it. */
export const scopeTexts = {
  'tokens:issue': 'get tokens, in every dialect',
  'tokens:explain': 'have tokens read and explained',
  'projects:read': 'see projects and their certificates, never a secret',
  'tokens:temp': 'have temporary tokens made, which no policy and no limit of this server binds',
  'projects:write': 'make and change projects and certificates',
  'certificates:reveal': 'see a certificate itself',
  'policies:read': 'see policies, and try what they or others would answer',
  'policies:write': 'set policies',
  'grants:read': 'see what was granted, and whom a token was given to',
  'bans:read': 'see who is banned',
  'bans:write': 'ban users and channels, and lift bans',
  'push:write': 'push to who listens: to re-authenticate; with `tokens:issue` tokens too',
  'audit:read': 'see, export and verify what was done and decided, by whom',
  'keys:read': 'see what keys there are, never a key itself',
  'keys:write': 'make, rotate and revoke keys, for what it is good for itself',
  'issuers:read': 'see which issuers of JWTs are believed',
  'issuers:write': 'add, switch and remove issuers, which decides who is believed to be who',
  'users:read': 'see who can sign in, and their sessions',
  'users:write': 'make, change and delete users who may do no more than it; end their sessions',
} as const

export type Scope = keyof typeof scopeTexts

export const scopes = Object.keys(scopeTexts) as readonly Scope[]

/** Of a key for which nothing else was said: what an app's backend needs. */
export const usualScopes: readonly Scope[] = ['tokens:issue', 'tokens:explain']

export function isScope(text: string): text is Scope {
  return Object.hasOwn(scopeTexts, text)
}
