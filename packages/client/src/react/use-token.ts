'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { asTokenSourceError } from '../errors.ts'
import type { TokenSourceOptions } from '../settings.ts'
import type { TokenSource } from '../token-source.ts'
import type { Role } from '../types.ts'
import { type Following, follow } from './follow.ts'
import { Kept, keyOf, roleOf } from './kept.ts'
import type { Known, TokenState } from './token-state.ts'

interface Held extends Known {
  readonly source: TokenSource | null
  /** what the rest is about */
  readonly key: ReturnType<typeof keyOf>
}

const nothing: Held = {
  token: null,
  expiresAt: null,
  expired: false,
  error: null,
  source: null,
  key: null,
}

type Tell = (source: TokenSource, change: Partial<Held>) => void

/**
 * A token that is fetched when the component is mounted, renewed while it is, and forgotten after it.
 *
 * Options may be written anew in each render: they are compared by value. Another channel, subject or URL is another
 * token, and until that is there `token` is null; another role replaces the token without taking it away. Of `headers` and
 * `fetchToken` those of the latest render are used. A source of your own is followed, and not closed.
 *
 * @param wanted - null for none now
 * @throws TypeError or RangeError, to the error boundary, on options that can give no token
 */
export function useToken(wanted: TokenSourceOptions | TokenSource | null | undefined): TokenState {
  const key = keyOf(wanted)
  const kept = useRef<Kept | null>(null)
  const following = useRef<Following | null>(null)
  const [held, setHeld] = useState(nothing)
  const tell: Tell = useCallback((source, change) => {
    setHeld((before) => (before.source === source ? merged(before, change) : before))
  }, [])

  useEffect(() => {
    if (kept.current?.key === key) kept.current.options = wanted as TokenSourceOptions
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what is wanted
  useEffect(() => {
    if (key === null) return
    const own = typeof key === 'string' ? keep(kept, key, wanted as TokenSourceOptions) : undefined
    const source = own?.source ?? (key as TokenSource)
    setHeld((before) => (before.source === source ? before : { ...nothing, key, source }))
    const mine = follow(source, (change) => tell(source, change))
    following.current = mine
    return () => {
      mine.stop()
      own?.release(() => tell(source, nothing))
    }
  }, [key, tell])

  const turn = useTurn(kept, { key, role: roleOf(wanted) }, tell)
  const { token, expiresAt, expired, error, source } = held.key === key ? held : nothing
  const retry = useCallback(() => {
    if (source === null || error === null) return
    tell(source, { error: null })
    const own = kept.current?.source === source ? kept.current : undefined
    if (own?.refused !== undefined) turn(own, own.refused)
    else following.current?.again()
  }, [source, error, tell, turn])
  return { token, expiresAt, expired, error, source, retry }
}

/** Another role is asked of the source that there is. @returns what asks again */
function useTurn(
  kept: { readonly current: Kept | null },
  { key, role }: { readonly key: Held['key']; readonly role: Role | undefined },
  tell: Tell,
): (own: Kept, role: Role) => void {
  const turn = useCallback(
    (own: Kept, wished: Role) => {
      own.refused = undefined
      own.source.changeRole(wished).catch((cause) => {
        const error = asTokenSourceError(cause)
        if (error.code === 'TOKEN_SOURCE_CLOSED') return
        own.refused = wished
        tell(own.source, { error })
      })
    },
    [tell],
  )
  useEffect(() => {
    const own = kept.current
    if (role === undefined || own === null || own.key !== key) return
    if (own.role !== role) turn(own, role)
    else own.refused = undefined
  }, [kept, key, role, turn])
  return turn
}

/** The source for this key: the one that was about to be closed, or a new one. */
function keep(kept: { current: Kept | null }, key: string, options: TokenSourceOptions): Kept {
  if (kept.current?.key === key && kept.current.hold()) return kept.current
  kept.current = new Kept(key, options)
  return kept.current
}

/** The same object where nothing changes, so that nothing is rendered. */
function merged(before: Held, change: Partial<Held>): Held {
  const names = Object.keys(change) as (keyof Held)[]
  return names.every((name) => before[name] === change[name]) ? before : { ...before, ...change }
}
