import { EventEmitter } from 'node:events'
import type { ClientRole, JoinRequest, Kind, Rights } from '../join.ts'
import type { OutcomeName } from '../outcomes.ts'
import type { Platform } from '../platform.ts'
import { isRefusal } from '../refusal.ts'
import * as act from '../session/act.ts'
import { resume } from '../session/interrupt.ts'
import type { RenewalCode } from '../session/renew.ts'
import { type Gates, type MemberEvent, nameOf, type Session } from '../session/session.ts'
import { joinAgainAs, publishAgain } from './come-back.ts'
import type {
  ConnectionState,
  DisconnectedReason,
  MemberEvents,
  RemoteUser,
  Say,
} from './events.ts'
import type { Outbox } from './outbox.ts'
import { RemoteUsers } from './remote-users.ts'
import { RenewalError } from './renewal-error.ts'
import { Wait } from './wait.ts'
import { checkKind, checkRole } from './wish.ts'

/**
 * A member without a browser. It is told what the Web SDK would tell an app, by events of the same
 * names. What happens while it joins is told once listeners could be attached: in the next microtask,
 * or before the next event.
 */
export class VirtualMember extends EventEmitter<MemberEvents> {
  private readonly platform: Platform
  private readonly outbox: Outbox
  private readonly wait: Wait
  private remote = new RemoteUsers()
  /** what happened before anyone could listen, or before the state that it belongs to */
  private held: (() => void)[] | undefined = []
  private joining = true
  private session: Session
  private state: ConnectionState = 'CONNECTED'
  private pending: { cancel: (code: RenewalCode) => void } | undefined

  /** @throws Refusal */
  constructor(platform: Platform, request: JoinRequest, outbox: Outbox) {
    super()
    this.platform = platform
    this.outbox = outbox
    this.wait = new Wait(platform)
    this.session = platform.join(request, this.hear)
    this.joining = false
    queueMicrotask(() => outbox.run(() => this.sayHeld()))
  }

  get connectionState(): ConnectionState {
    return this.state
  }

  /** the account, or the uid: as given, or as assigned */
  get uid(): number | string {
    return nameOf(this.session)
  }

  get role(): ClientRole {
    return this.session.role
  }

  get remoteUsers(): readonly RemoteUser[] {
    return this.remote.list()
  }

  /** what may be sent at this moment */
  get gates(): Gates {
    return this.session.state === 'ended' ? shut : this.session.gates
  }

  /** what the present token lets this member do, and until when */
  get rights(): Rights {
    return this.session.rights
  }

  /** @throws Refusal `PUBLISH_REFUSED` · RangeError when not in the channel */
  publish(...kinds: readonly Kind[]): void {
    this.act((session) => {
      for (const kind of kinds) act.publish(this.platform.world, session, checkKind(kind))
    })
  }

  unpublish(...kinds: readonly Kind[]): void {
    this.act((session) => {
      for (const kind of kinds) act.unpublish(this.platform.world, session, checkKind(kind))
    })
  }

  setMuted(kind: Kind, muted: boolean): void {
    this.act((session) => act.mute(session, { kind: checkKind(kind), muted }))
  }

  /** @throws Refusal `PUBLISH_REFUSED` */
  sendStreamMessage(payload: Uint8Array): void {
    this.act((session) => act.send(this.platform.world, session, payload))
  }

  /** @throws Refusal `ROLE_REFUSED` under co-host authentication */
  setClientRole(role: ClientRole): void {
    this.act((session) => act.changeRole(this.platform.world, session, checkRole(role)))
  }

  /**
   * Rejects with a {@link RenewalError}, or with a RangeError when not in the channel. The outcome is decided at once,
   * unless the emulator was given a latency.
   */
  renewToken(token: string): Promise<void> {
    if (this.state === 'DISCONNECTED') return Promise.reject(notInChannel())
    this.pending?.cancel('CANCELED_BY_NEW_REQUEST')
    return new Promise((resolve, reject) => {
      const answer = () => {
        this.pending = undefined
        const code = this.act((session) => this.platform.renew(session, token))
        if (code !== 'SUCCESS') {
          reject(new RenewalError(code))
          return
        }
        resolve()
      }
      const { clock, latency } = this.platform.world
      if (latency.seconds <= 0) {
        answer()
        return
      }
      const wake = clock.wakeAt(clock.now() + latency.seconds, answer)
      this.pending = {
        cancel: (code) => {
          wake.cancel()
          reject(new RenewalError(code))
        },
      }
    })
  }

  leave(): void {
    if (this.state === 'DISCONNECTED') return
    this.act((session) => {
      this.platform.end(session, 'left')
      this.disconnect('LEAVE')
    })
  }

  private act<Result>(act: (session: Session) => Result): Result {
    if (this.state === 'DISCONNECTED') throw notInChannel()
    return this.outbox.run(() => act(this.session))
  }

  private readonly hear = (event: MemberEvent): void => {
    if (!this.joining) this.sayHeld()
    this.tell(event)
  }

  private readonly say: Say = (name, ...values) => {
    if (this.held === undefined && this.listenerCount(name) === 0) return
    const act = () => {
      ;(this.emit as (name: string, ...values: readonly unknown[]) => boolean)(name, ...values)
    }
    if (this.held === undefined) this.outbox.push(act)
    else this.held.push(act)
  }

  private sayHeld(): void {
    const held = this.held ?? []
    this.held = undefined
    for (const act of held) this.outbox.push(act)
  }

  private tell(event: MemberEvent): void {
    switch (event.type) {
      case 'online':
      case 'offline':
      case 'published':
      case 'unpublished':
      case 'muted':
        // what is announced while reconnecting is compared with what was known, afterwards
        this.remote.note(event, this.state === 'RECONNECTING' ? silent : this.say)
        return
      case 'data':
        this.say('stream-message', nameOf(event.from), event.payload)
        return
      case 'role refused':
        this.say('role-refused')
        return
      case 'gates':
        this.say('gates-changed', event.gates)
        return
      default:
        this.tellOwnFate(event)
    }
  }

  private tellOwnFate(event: MemberEvent): void {
    switch (event.type) {
      case 'token will expire':
        this.say('token-privilege-will-expire')
        return
      case 'token did expire':
        this.disconnect('TOKEN_EXPIRE')
        this.say('token-privilege-did-expire')
        return
      case 'banned':
        this.disconnect(`${event.by.toUpperCase() as 'UID' | 'IP' | 'CHANNEL'}_BANNED`)
        return
      case 'replaced':
        this.disconnect('UID_BANNED') // so the Web SDK reports it
        return
      case 'closed':
        this.disconnect('LEAVE')
        return
      case 'interrupted':
        this.become('RECONNECTING')
        this.wait.forRestore(() => this.reconnect())
    }
  }

  /** As the Web SDK does: within the time it resumes, later it joins again with the token it has. */
  private reconnect(): void {
    this.wait.end()
    if (this.state !== 'RECONNECTING') return
    this.sayHeld()
    const known = this.remote
    this.remote = new RemoteUsers()
    this.held = [] // first the state, then what is new
    this.joining = true
    const back = resume(this.platform.world, this.session, this.hear) || this.joinAgain()
    this.joining = false
    const own = this.held ?? []
    this.held = undefined
    if (back) {
      this.become('CONNECTED')
      this.remote.tellDifference(known, this.say)
    } else if ((this.state as ConnectionState) === 'RECONNECTING') this.remote = known
    for (const say of own) this.outbox.push(say)
  }

  /** @returns whether the member is in again. A token that has expired ends it; other refusals leave it trying. */
  private joinAgain(): boolean {
    const before = this.session
    try {
      this.session = this.platform.join(joinAgainAs(before), this.hear)
      publishAgain(this.platform.world, this.session, before)
      return true
    } catch (error) {
      if (!isRefusal(error)) throw error
      if (error.code === 'EXPIRED') {
        this.disconnect('TOKEN_EXPIRE')
        this.say('token-privilege-did-expire')
      } else if (isBan(error.code)) this.disconnect(error.code)
      else this.wait.forNextTry(() => this.reconnect())
      return false
    }
  }

  private disconnect(reason: DisconnectedReason): void {
    this.wait.end()
    this.pending?.cancel('FAILURE')
    this.pending = undefined
    this.remote = new RemoteUsers()
    this.become('DISCONNECTED', reason)
  }

  private become(state: ConnectionState, reason?: DisconnectedReason): void {
    const previous = this.state
    if (state === previous) return
    this.state = state
    if (reason === undefined) this.say('connection-state-change', state, previous)
    else this.say('connection-state-change', state, previous, reason)
  }
}

function silent(): void {}

function notInChannel(): RangeError {
  return new RangeError('this member is not in the channel')
}

const shut: Gates = { audio: false, video: false, data: false }

function isBan(code: OutcomeName): code is 'UID_BANNED' | 'IP_BANNED' | 'CHANNEL_BANNED' {
  return code.endsWith('_BANNED')
}
