import type { ChosenCodecs } from './codecs.ts'
import {
  type Address,
  type Connection,
  connectionConfig,
  type Engine,
  type MediaTrack,
} from './engine.ts'
import { MediaError } from './media-error.ts'
import { readAnswer, type SsrcLists, writeOffer } from './sdp.ts'
import type { MediaKind, MediaOffer, TransportAnswer } from './types.ts'

/** One ICE, DTLS and SRTP association with one client. */
export interface Association {
  readonly answer: TransportAnswer
  /** Lets in packets of these SSRCs, and feedback about them. SSRCs once let in stay so. */
  readonly letIn: (ssrcs: SsrcLists) => void
  /** @returns false when the packet could not be sent: not connected yet, or no longer */
  readonly send: (kind: MediaKind, packet: Buffer) => boolean
  readonly close: () => void
}

export interface AssociationParts {
  readonly engine: Engine
  readonly address: Address
  readonly offer: MediaOffer
  readonly codecs: ChosenCodecs
  readonly onPacket: (packet: Buffer) => void
  readonly onState: (state: 'connected' | 'failed', reason: string) => void
}

const attempts = 4

/**
 * Opens an association from the client's parameters. The library now and then hands out a connection
 * that is closed already, mostly when many open at once; that one cannot be mended, so a fresh one is
 * tried.
 *
 * @throws MediaError MEDIA_OFFER_INVALID, or MEDIA_ENGINE_FAILED after 4 attempts
 */
export async function openAssociation(parts: AssociationParts): Promise<Association> {
  writeOffer({ ...parts, ssrcs: noSsrcs }) // a bad offer is the client's fault: no second attempt
  let failure: unknown
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      return await attemptAssociation(parts)
    } catch (error) {
      failure = error
    }
  }
  throw new MediaError('MEDIA_ENGINE_FAILED', `no connection: ${reasonOf(failure)}`)
}

const noSsrcs: SsrcLists = { audio: [], video: [] }
const answerMs = 2000

async function attemptAssociation(parts: AssociationParts): Promise<Association> {
  const { engine, address } = parts
  const connection = new engine.PeerConnection('client', connectionConfig(address))
  // tracks that nothing refers to are closed in silence when they are collected
  const tracks = new Map<string, MediaTrack>()
  let open = true
  const close = () => {
    open = false
    connection.close()
    tracks.clear()
  }
  connection.onTrack((track) => {
    tracks.set(track.mid(), track)
    track.onMessage((packet) => open && parts.onPacket(packet))
  })
  const onState: AssociationParts['onState'] = (state, reason) =>
    open && parts.onState(state, reason)
  try {
    const answer = await describe(connection, { ...parts, onState })
    return {
      answer,
      letIn: (ssrcs) => open && describeAgain(connection, { ...parts, onState, ssrcs }),
      send: sender(tracks),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

/** Hands the offer to the library and waits for its answer. From then on states are told. */
function describe(connection: Connection, parts: AssociationParts): Promise<TransportAnswer> {
  return new Promise((resolve, reject) => {
    let described = false
    const late = setTimeout(() => fail('no description in time'), answerMs)
    const fail = (reason: string) => {
      clearTimeout(late)
      if (described) parts.onState('failed', reason)
      else reject(new Error(reason))
    }
    connection.onStateChange((state) => {
      if (state === 'connected') parts.onState('connected', '')
      else if (state === 'failed' || state === 'closed') fail(`the connection is ${state}`)
    })
    connection.onLocalDescription((sdp) => {
      const answer = readAnswer(sdp)
      if (!answer) return fail('the description lacks ICE or DTLS parameters')
      described = true
      clearTimeout(late)
      resolve(answer)
    })
    try {
      connection.setRemoteDescription(writeOffer({ ...parts, ssrcs: noSsrcs }), 'offer')
    } catch (error) {
      fail(reasonOf(error))
    }
  })
}

/** SSRCs come after the connection stands: describing the client again, with them, makes the library let them in. */
function describeAgain(
  connection: Connection,
  parts: AssociationParts & { ssrcs: SsrcLists },
): void {
  try {
    connection.setRemoteDescription(writeOffer(parts), 'offer')
  } catch (error) {
    parts.onState('failed', reasonOf(error))
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : `${error}`
}

function sender(tracks: ReadonlyMap<string, MediaTrack>) {
  return (kind: MediaKind, packet: Buffer) => {
    const track = tracks.get(kind)
    // some calls on a track that is not open abort the process
    if (!track?.isOpen()) return false
    try {
      return track.sendMessageBinary(packet)
    } catch {
      return false // it closed since
    }
  }
}
