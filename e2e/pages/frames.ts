/** Every connection of the page: the SDK does not give its counts of frames away. */
const connections = new Set<RTCPeerConnection>()
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration)
    connections.add(this)
    this.addEventListener('connectionstatechange', () => {
      if (this.connectionState === 'closed') connections.delete(this)
    })
  }
}

/** Video frames that this page has decoded so far, on the connections that it has now. */
export async function framesDecoded(): Promise<number> {
  let frames = 0
  for (const connection of connections) {
    for (const report of (await connection.getStats()).values()) {
      if (report.type === 'inbound-rtp') frames += report.framesDecoded ?? 0
    }
  }
  return frames
}
