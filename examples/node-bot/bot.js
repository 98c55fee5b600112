import { createTokenSource } from '@symbolon/client'
import { platformRest } from './platform-rest.js'

/**
 * A moderator in a back end. Keeps somebody in a channel whose token never ends (a recorder, an agent, a listener), and
 * puts out whoever is on its list.
 *
 * @param {object} options
 * @param {string} options.tokenServer - such as https://tokens.example.com/v1/tokens
 * @param {string} options.apiKey - of the token server; it stays in the back end
 * @param {string} options.rest - https://api.agora.io, or the emulator's address
 * @param {{ id: string, secret: string }} options.customer - of the platform's REST
 * @param {{ appId: string, channel: string, uid: number }} options.place
 * @param {(token: string) => { on: Function, renewToken: Function, leave: Function }} options.join - of the SDK
 * @param {(uid: number) => boolean} options.isBanned
 * @param {(line: string) => void} options.log
 */
export async function startBot({ rest, customer, place, isBanned, ...options }) {
  const { log } = options
  const { uid } = place
  const platform = platformRest({ rest, customer, place })
  const stop = await stayIn({ place, ...options })
  return {
    stop,
    /** Call it every few seconds. @returns who was put out, for an hour */
    async look() {
      const banned = (await platform.users()).filter((one) => one !== uid && isBanned(one))
      for (const one of banned) {
        await platform.putOut(one, { minutes: 60 })
        log(`put out ${one}`)
      }
      return banned
    },
  }
}

/** Joins with a token of the server, and hands over the next one before it ends. */
async function stayIn({ tokenServer, apiKey, place: { channel, uid }, join, log }) {
  const source = createTokenSource({
    url: tokenServer,
    channel,
    subject: { uid },
    role: 'subscriber',
    headers: { authorization: `Bearer ${apiKey}` },
  })
  source.on('failed', (error) => log(`no new token yet: ${error.code}`)) // it is tried again
  source.on('refused', (error) => log(`no token: ${error.code}`)) // it is not: look at the key

  const member = await join((await source.get()).token)
  log(`${uid} is in ${channel}`)
  source.on('token', async ({ token }) => {
    try {
      await member.renewToken(token)
      log('renewed')
    } catch (error) {
      log(`the SDK did not take the token: ${error.message}`)
    }
  })
  member.on('token-privilege-will-expire', () => source.renew().catch(() => undefined)) // `failed` tells
  return async () => {
    source.close()
    await member.leave()
  }
}
