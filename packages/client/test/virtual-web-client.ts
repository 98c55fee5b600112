import { EventEmitter } from 'node:events'
import type { AgoraWebClient } from '@symbolon/client/agora-web'
import { EmulatorClock, startEmulator, type VirtualMember } from '@symbolon/emulator'
import { rtcToken } from '@symbolon/token'
import { onTestFinished } from 'vitest'
import { type FakeServer, fakeServer, sourceOn } from './fixture.ts'
import { Device, World } from './virtual-world.ts'

type Kind = 'audio' | 'video'

/** The public sample values of the official test vectors. */
export const appId = '970CA35de60c44645bbae8a215061b33'
const certificate = '5CFd2fd1755d40ecb72977518be15d3b'

/** A client shaped as the Web SDK's, whose member is one of the emulator's. A track is its kind. */
class VirtualWebClient implements AgoraWebClient<Kind> {
  connectionState = 'DISCONNECTED'
  localTracks: Kind[] = []
  uid: number | string | undefined
  role: 'host' | 'audience'
  readonly calls: string[] = []
  /** what the next calls of `renewToken` reject with */
  readonly renewalFailures: Error[] = []
  member: VirtualMember | undefined
  private readonly events = new EventEmitter()
  private readonly enter: (token: string, uid: number) => VirtualMember

  constructor(role: 'host' | 'audience', enter: (token: string, uid: number) => VirtualMember) {
    this.role = role
    this.enter = enter
  }

  on(event: string, listener: (...args: never[]) => void): void {
    this.events.on(event, listener as never)
  }

  off(event: string, listener: (...args: never[]) => void): void {
    this.events.off(event, listener as never)
  }

  listeners(): number {
    return this.events.eventNames().length
  }

  async join(_appId: string, channel: string, token: string | null, uid?: number | string | null) {
    this.calls.push(`join ${channel} ${uid}`)
    this.become('CONNECTING')
    let member: VirtualMember
    try {
      member = this.enter(token!, Number(uid ?? 0))
    } catch (refusal) {
      this.become('DISCONNECTED')
      throw refusal
    }
    this.member = member
    this.uid = member.uid
    this.become('CONNECTED')
    member.on('token-privilege-will-expire', () => this.events.emit('token-privilege-will-expire'))
    member.on('token-privilege-did-expire', () => this.events.emit('token-privilege-did-expire'))
    member.on('connection-state-change', (now) => {
      if (now !== 'DISCONNECTED') this.become(now)
      else {
        this.become('DISCONNECTING')
        this.localTracks = []
        this.become(now)
      }
    })
    return member.uid
  }

  async publish(tracks: Kind[]): Promise<void> {
    this.calls.push(`publish ${tracks}`)
    this.member!.publish(...tracks)
    this.localTracks = [...tracks]
  }

  async unpublish(): Promise<void> {
    this.calls.push('unpublish')
    this.member!.unpublish(...this.localTracks)
    this.localTracks = []
  }

  async renewToken(token: string): Promise<void> {
    this.calls.push('renewToken')
    const failure = this.renewalFailures.shift()
    if (failure) throw failure
    await this.member!.renewToken(token)
  }

  async setClientRole(role: 'host' | 'audience'): Promise<void> {
    this.calls.push(`setClientRole ${role}`)
    this.member!.setClientRole(role)
    this.role = role
  }

  private become(state: string): void {
    const before = this.connectionState
    this.connectionState = state
    this.events.emit('connection-state-change', state, before)
  }
}

/** A platform, a token server whose tokens it verifies, and a client of both, on one clock. */
export function stage({ lifeSeconds = 40, coHost = false } = {}) {
  const world = new World()
  const project = { appId, certificate, coHostAuthentication: coHost }
  const clock = new EmulatorClock({ startAt: world.now })
  const emulator = startEmulator({ projects: [project], clock })
  onTestFinished(() => emulator.close())
  const server = fakeServer(world)
  answerWithRealTokens(world, server, lifeSeconds)
  const device = new Device({ world, fetch: server.fetch })
  const role = coHost ? 'audience' : 'host'
  const client = new VirtualWebClient(role, (token, uid) =>
    emulator.join({ channel: 'lobby', token, uid, role }),
  )
  /** Seconds of both, in step. */
  const advance = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      await world.advance(1)
      emulator.clock.advance('1s')
      await world.advance(0)
    }
  }
  return { world, emulator, server, device, client, advance, ...sourceOn(device) }
}

function answerWithRealTokens(world: World, server: FakeServer, lifeSeconds: number): void {
  server.lifeSeconds = lifeSeconds
  server.answer = () => {
    const { rtc } = server.requests.at(-1)!.body as {
      rtc: { channel: string; uid: number; role: 'publisher' | 'subscriber' }
    }
    const issuedAt = Math.floor(world.now)
    const wish = { ...rtc, appId, certificate, issuedAt, expiresInSeconds: server.lifeSeconds }
    const expiresAt = issuedAt + server.lifeSeconds
    return Response.json({ token: rtcToken(wish), issuedAt, expiresAt })
  }
}
