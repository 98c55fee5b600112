/** What is needed of a client of the Web SDK; structural, so that the SDK is no dependency. */
export interface EmulatedClient {
  readonly connectionState: string
  join(...args: never[]): Promise<unknown>
  leave(): Promise<void>
  on(event: 'connection-state-change', listener: (state: string) => void): void
  setProxyServer(server: string): void
}

export interface UseEmulatorOptions {
  /** name and port of the emulator. Default `localhost:4443` */
  readonly host?: string | undefined
}

/** The emulator does not answer in this browser. `message` says what to do. */
export class EmulatorUnreachable extends Error {
  override readonly name = 'EmulatorUnreachable' as const
  readonly code = 'EMULATOR_UNREACHABLE' as const
  /** where to look, and where the certificate can be accepted */
  readonly url: string

  constructor(url: string, options?: ErrorOptions) {
    super(
      `The emulator at ${url} cannot be reached. It does not run, or this browser does not trust its certificate: open ${url} once and accept it, or run "symbolon trust".`,
      options,
    )
    this.url = url
  }
}

const hosts = new WeakMap<EmulatedClient, string>()

/**
 * Makes a client of the Web SDK join at the emulator, until its page is left. The SDK forgets
 * `setProxyServer` at every leave and every failed join, and would then send its statistics, and the next join, to
 * the real platform; so it is set anew each time. A join rejects with {@link EmulatorUnreachable} where the
 * SDK would try for ever.
 *
 * @returns the same client
 */
export function useEmulator<Client extends EmulatedClient>(
  client: Client,
  { host = 'localhost:4443' }: UseEmulatorOptions = {},
): Client {
  const isWrapped = hosts.has(client)
  hosts.set(client, host)
  setProxy(client)
  if (isWrapped) return client
  const { join, leave } = client
  client.join = async (...args) => {
    await reach(`https://${hosts.get(client)}/`)
    setProxy(client)
    return join.apply(client, args).finally(() => setProxy(client))
  }
  client.leave = () => leave.apply(client).finally(() => setProxy(client))
  client.on('connection-state-change', () => setProxy(client))
  return client
}

/** The same, under a name that React's lint rules do not take for a hook. */
export const connectEmulator: typeof useEmulator = useEmulator

/** The SDK takes the setting from a client that is in no channel, and refuses it from others. */
function setProxy(client: EmulatedClient): void {
  if (client.connectionState === 'DISCONNECTED') client.setProxyServer(hosts.get(client)!)
}

/** A browser tells a script nothing of why it could not connect. */
async function reach(url: string): Promise<void> {
  try {
    await fetch(url, { method: 'HEAD', mode: 'no-cors' })
  } catch (cause) {
    throw new EmulatorUnreachable(url, { cause })
  }
}
