import type { Connection, Joined, Reply } from './connection.ts'
import { EdgeFailure } from './failure.ts'
import { join } from './join.ts'
import { control, publish, unpublish } from './publish.ts'
import { rejoin } from './rejoin.ts'
import { subscribe, switchStream, unsubscribe } from './subscribe.ts'
import { dataStream, leave, renewToken, setClientRole } from './talk.ts'

type Entry = (connection: Connection, message: unknown) => Reply | Promise<Reply>
type Verb = (joined: Joined, message: unknown) => Reply

const fine: Verb = () => ({})

/**
 * An association is never mended, only made anew. The SDK does that by itself when it is refused; told of a
 * success it waits for more, and never comes back.
 */
const restartIce: Verb = () => {
  throw new EdgeFailure('PUBLISH_REQUEST_INVALID', 'ICE is not restarted: join anew')
}

/** What a connection begins with. */
const entries: Readonly<Record<string, Entry>> = {
  join_v3: join,
  rejoin_v3: rejoin,
}

/** What a member asks. Those that only tell of a wish of the encoder's are taken note of, no more. */
const verbs: Readonly<Record<string, Verb>> = {
  ping: fine,
  leave,
  publish,
  unpublish,
  control,
  subscribe,
  unsubscribe,
  switch_video_stream: switchStream,
  set_client_role: setClientRole,
  renew_token: renewToken,
  data_stream: dataStream,
  set_video_profile: fine,
  set_dual_stream_mode: fine,
  set_fallback_option: fine,
  // without the list the SDK complains in the console, every three seconds
  traffic_stats: () => ({ message: { access_delay: 0, peer_delay: [] } }),
  restart_ice: restartIce,
}

/** @throws EdgeFailure · Refusal */
export function perform(
  connection: Connection,
  type: string,
  message: unknown,
): Reply | Promise<Reply> {
  const entry = Object.hasOwn(entries, type) ? entries[type] : undefined
  if (entry !== undefined) return entry(connection, message)
  const { edge, member } = connection
  if (member === undefined) {
    if (type === 'ping') return {}
    throw new EdgeFailure('NOT_JOINED', 'the first request is a join')
  }
  const verb = Object.hasOwn(verbs, type) ? verbs[type] : undefined
  if (verb !== undefined) return verb({ edge, member }, message)
  // a request that waits for nothing hangs the app for ten seconds; so it is told at once
  throw new EdgeFailure('PUBLISH_REQUEST_INVALID', `the emulator does not know ${type}`)
}
