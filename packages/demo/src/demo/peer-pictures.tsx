import { useEffect, useRef, useState } from 'react'
import type { Peer, PeerState } from './peer.ts'

/** What it sends and what it receives. */
export function PeerPictures({ peer, state }: { readonly peer: Peer; readonly state: PeerState }) {
  const { own, seen } = state
  const other = peer.name === 'Host' ? 'viewer' : 'host'
  return (
    <div className="pictures">
      {own && (
        <Picture track={own} words="Sends">
          <CameraSwitch peer={peer} on={state.camera} />
        </Picture>
      )}
      {seen && <Picture track={seen} words={`Receives, from the ${other}`} />}
      {!own && !seen && <p className="no-picture">{emptyWords(state)}</p>}
    </div>
  )
}

function emptyWords({ connection, role }: PeerState): string {
  if (connection !== 'CONNECTED') return 'Not in the channel'
  return role === 'subscriber' ? 'Nobody sends' : 'Sends nothing'
}

interface PictureProps {
  readonly track: MediaStreamTrack
  readonly words: string
  readonly children?: React.ReactNode
}

function Picture({ track, words, children }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    video.current!.srcObject = new MediaStream([track])
  }, [track])
  return (
    <figure>
      <video ref={video} autoPlay muted playsInline aria-label={words} />
      <figcaption>
        {words}
        {children}
      </figcaption>
    </figure>
  )
}

/** The camera is asked for only here. */
function CameraSwitch({ peer, on }: { readonly peer: Peer; readonly on: boolean }) {
  const [problem, setProblem] = useState('')
  const turn = (camera: boolean) => {
    setProblem('')
    peer.useCamera(camera).catch((error: Error) => setProblem(error.message))
  }
  return (
    <>
      <label>
        <input type="checkbox" checked={on} onChange={({ target }) => turn(target.checked)} />
        my camera
      </label>
      {problem !== '' && <small role="alert">{problem}</small>}
    </>
  )
}
