/** A request that its caller named, so that repeating it does nothing twice. */
export interface NamedRequest {
  /** who asks: names of others are theirs */
  readonly caller: string
  /** what they call the request: `Idempotency-Key` */
  readonly name: string
}

/** What is known of a named request that came before. */
export interface KnownRequest {
  /** of what was asked */
  readonly fingerprint: string
  /** Unix seconds */
  readonly claimedAt: number
  /** encrypted; absent: it is not answered yet, or whoever should have answered is gone */
  readonly sealed?: Uint8Array | undefined
}

/** Answers to named requests, of all servers of one database. None of it changes `revision`. */
export interface KeptAnswers {
  /** Takes a name. @returns undefined when it is taken now; else what came before under it */
  readonly claim: (
    request: NamedRequest,
    claim: Omit<KnownRequest, 'sealed'>,
  ) => Promise<KnownRequest | undefined>
  /** durable once it resolves */
  readonly keep: (request: NamedRequest, sealed: Uint8Array) => Promise<void>
  /** the name may be taken again */
  readonly release: (request: NamedRequest) => Promise<void>
  /** Forgets up to `limit` that were claimed before this instant. @returns how many there were */
  readonly forget: (before: number, limit: number) => Promise<number>
}
