import { EventEmitter } from 'node:events'
import type { ClientRole, JoinRequest, Kind, Rights } from '../join.ts'
import type { Platform } from '../platform.ts'
import { isRefusal } from '../refusal.ts'
import * as act from '../session/act.ts'
import { resume } from '../session/interrupt.ts'
import { type RenewalCode, renewalCodes } from '../session/renew.ts'
import { type Gates, type MemberEvent, nameOf, type Session } from '../session/session.ts'
import type { ConnectionState, DisconnectedReason, MemberEvents, RemoteUser } from './events.ts'
import { RemoteUsers } from './remote-users.ts'

/** A renewal was refused; `number` is what native SDKs pass to `onRenewTokenResult`. */
export class RenewalError extends Error {
  override readonly name = 'RenewalError' as const
  readonly code: RenewalCode
  readonly number: number

  constructor(code: RenewalCode) {
    super(`the token was not renewed: ${code}`)
    this.code = code
    this.number = renewalCodes[code]
  }
}

/**
 * A member without a browser. It is told what the Web SDK would tell an app, by events of the same
 * names. What happens while it joins is told once listeners could be attached: in the next microtask,
 * or before the next event.
 */
export class VirtualMember extends EventEmitter<MemberEvents> {
  private readonly platform: Platform
  private readonly remote = new RemoteUsers()
  /** what happened before anyone could listen, or before the state that it belongs to */
  private held: (() => void)[] | undefined = []
  private joining = true
  private request: JoinRequest
  private session: Session
  private state: ConnectionState = 'CONNECTED'
  private pending: { cancel: () => void } | undefined
  private unlisten: (() => void) | undefined

  /** @throws Refusal */
  constructor(platform: Platform, request: JoinRequest) {
    super()
    this.platform = platform
    this.request = request
    this.session = platform.join(request, this.hear)
    this.joining = false
    queueMicrotask(() => this.sayHeld())
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
    return this.session.gates
  }

  /** what the present token lets this member do, and until when */
  get rights(): Rights {
    return this.session.rights
  }

  /** @throws Refusal `PUBLISH_REFUSED` · RangeError when not in the channel */
  publish(...kinds: readonly Kind[]): void {
    for (const kind of kinds) act.publish(this.platform.world, this.present(), kind)
  }

  unpublish(...kinds: readonly Kind[]): void {
    for (const kind of kinds) act.unpublish(this.platform.world, this.present(), kind)
  }

  setMuted(kind: Kind, muted: boolean): void {
    act.mute(this.present(), { kind, muted })
  }

  /** @throws Refusal `PUBLISH_REFUSED` */
  sendStreamMessage(payload: Uint8Array): void {
    act.send(this.platform.world, this.present(), payload)
  }

  /** @throws Refusal `ROLE_REFUSED` under co-host authentication */
  setClientRole(role: ClientRole): void {
    act.changeRole(this.platform.world, this.present(), role)
  }

  /** Rejects with a {@link RenewalError}. The outcome is decided at once, unless the emulator was given a latency. */
  renewToken(token: string): Promise<void> {
    const session = this.present()
    this.pending?.cancel()
    return new Promise((resolve, reject) => {
      const answer = () => {
        this.pending = undefined
        const code = this.platform.renew(session, token)
        if (code !== 'SUCCESS') {
          reject(new RenewalError(code))
          return
        }
        this.request = { ...this.request, token }
        resolve()
      }
      const { clock, latency } = this.platform.world
      if (latency.seconds <= 0) {
        answer()
        return
      }
      const wake = clock.wakeAt(clock.now() + latency.seconds, answer)
      this.pending = {
        cancel: () => {
          wake.cancel()
          reject(new RenewalError('CANCELED_BY_NEW_REQUEST'))
        },
      }
    })
  }

  leave(): void {
    if (this.state === 'DISCONNECTED') return
    this.platform.end(this.session, 'left')
    this.disconnect('LEAVE')
  }

  private present(): Session {
    if (this.state === 'DISCONNECTED') throw new RangeError('this member is not in the channel')
    return this.session
  }

  private readonly hear = (event: MemberEvent): void => {
    if (!this.joining) this.sayHeld()
    this.tell(event)
  }

  private say<Name extends keyof MemberEvents>(name: Name, ...values: MemberEvents[Name]): void {
    const act = () => {
      ;(this.emit as (name: string, ...values: readonly unknown[]) => boolean)(name, ...values)
    }
    if (this.held === undefined) act()
    else this.held.push(act)
  }

  private sayHeld(): void {
    const held = this.held ?? []
    this.held = undefined
    for (const act of held) act()
  }

  private tell(event: MemberEvent): void {
    switch (event.type) {
      case 'online':
        if (this.remote.add(event.from)) this.say('user-joined', this.remote.user(event.from))
        return
      case 'offline': {
        const user = this.remote.user(event.from)
        if (this.remote.remove(event.from)) this.say('user-left', user, event.reason)
        return
      }
      case 'published':
        this.tellStream(event, { on: true })
        return
      case 'unpublished':
        this.tellStream(event, { on: false })
        return
      case 'muted':
        this.tellStream(event, { muted: event.muted })
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
        this.unlisten = this.platform.onRestore(() => this.reconnect())
    }
  }

  private tellStream(
    { from, kind }: { readonly from: Session; readonly kind: Kind },
    change: { readonly on?: boolean; readonly muted?: boolean },
  ): void {
    if (!this.remote.stream(from, kind, change)) return
    const user = this.remote.user(from)
    const heard = change.on === true || change.muted === false
    this.say(heard ? 'user-published' : 'user-unpublished', user, kind)
  }

  /** As the Web SDK does: within the time it resumes, later it joins again with the token it has. */
  private reconnect(): void {
    this.unlisten?.()
    if (this.state !== 'RECONNECTING') return
    this.sayHeld()
    this.held = [] // first the state, then what is new
    this.joining = true
    const back = resume(this.platform.world, this.session, this.hear) || this.joinAgain()
    this.joining = false
    if (back) {
      const { members } = this.session.channel
      for (const from of this.remote.keepOnly((one) => members.get(one.uid) === one)) {
        this.say('user-left', { uid: nameOf(from), hasAudio: false, hasVideo: false }, 'Quit')
      }
      const held = this.held
      this.held = undefined
      this.become('CONNECTED')
      this.held = held
    }
    this.sayHeld()
  }

  /** @returns whether the member is in again. A token that has expired ends it; other refusals leave it trying. */
  private joinAgain(): boolean {
    const { uid } = this.session
    try {
      this.session = this.platform.join({ ...this.request, assignedUid: uid }, this.hear)
      return true
    } catch (error) {
      if (!isRefusal(error)) throw error
      if (error.code === 'EXPIRED') {
        this.disconnect('TOKEN_EXPIRE')
        this.say('token-privilege-did-expire')
      } else this.tryLater()
      return false
    }
  }

  private tryLater(): void {
    const { clock } = this.platform.world
    clock.wakeAt(clock.now() + retrySeconds, () => {
      if (!this.platform.isOut()) this.reconnect()
    })
    this.unlisten = this.platform.onRestore(() => this.reconnect())
  }

  private disconnect(reason: DisconnectedReason): void {
    this.unlisten?.()
    this.pending?.cancel()
    this.pending = undefined
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

/** The Web SDK's longest pause between attempts. */
const retrySeconds = 10
