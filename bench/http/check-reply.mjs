import { verify } from '@symbolon/token'
import { appId, certificate, channel, now, uidOf } from '../samples.mjs'
import { path } from './load.mjs'

/**
 * Asks once, as the load does, and proves the token: who answers quickly with something else must not win.
 * @param {{ name: string, port: number }} server
 */
export async function checkReply({ name, port }) {
  const uid = uidOf(0)
  const reply = await fetch(`http://127.0.0.1:${port}${path}${uid}`)
  try {
    const { key } = await reply.json()
    verify(key, { appId, certificate, channel, uid, now: now() })
  } catch (error) {
    throw new Error(`${name} does not answer with the token that is asked for`, { cause: error })
  }
}
