import type { Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Media } from '../media/media.ts'
import { MediaError } from '../media/media-error.ts'

/** @throws MediaError MEDIA_PORT_TAKEN */
export type OpenMedia = (address: {
  readonly host: string
  readonly port: number
}) => Promise<Media | undefined>

export interface Place {
  readonly host: string
  /** 0 = any that is free for TCP and UDP */
  readonly port: number
  readonly openMedia?: OpenMedia | undefined
}

const attempts = 5

/** Listens, and opens the media plane on the UDP port of the same number, where the SDK looks for it. */
export async function listenWithMedia(
  server: Server,
  { host, port, openMedia }: Place,
): Promise<{ readonly port: number; readonly media: Media | undefined }> {
  for (let attempt = 1; ; attempt++) {
    await listen(server, { host, port })
    const taken = (server.address() as AddressInfo).port
    try {
      return { port: taken, media: await openMedia?.({ host, port: taken }) }
    } catch (error) {
      await new Promise((resolve) => server.close(resolve))
      const isTaken = error instanceof MediaError && error.code === 'MEDIA_PORT_TAKEN'
      if (port !== 0 || !isTaken || attempt === attempts) throw error
    }
  }
}

function listen(server: Server, address: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
