import { createTokenSource } from '@symbolon/client'
import { platformRest } from './platform-rest.js'

/**
 * A moderator in a back end. Keeps somebody in a channel for as long as it runs (a recorder, an agent, a listener), and
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
  const platform = platformRest({ rest, customer, place })
  const stop = await stayIn({ place, ...options })
  return {
    stop,
    /** Call it every few seconds. @returns who was put out, for an hour */
    async look() {
      const banned = (await platform.users()).filter((one) => one !== place.uid && isBanned(one))
      for (const one of banned) {
        await platform.putOut(one, { minutes: 60 })
        options.log(`put out ${one}`)
      }
      return banned
    },
  }
}

/** Joins with a token of the server, hands over the next one before it ends, and joins again after an end. */
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

  let member
  async function enter(token) {
    member = await join(token)
    log(`${uid} is in ${channel}`)
    member.on('token-privilege-will-expire', () => source.renew().catch(() => undefined)) // `failed` tells
    member.on('token-privilege-did-expire', () => {
      member = undefined
      log('put out: the token has ended')
      comeBack()
    })
  }
  async function give({ token }) {
    try {
      if (member === undefined) return await enter(token)
      await member.renewToken(token)
      log('renewed')
    } catch (error) {
      log(`the SDK did not take the token: ${error.message}`)
      if (member === undefined) setTimeout(comeBack, 10_000).unref()
    }
  }
  await enter((await source.get()).token)
  let turn = Promise.resolve() // one after the other
  const hand = (token) => {
    turn = turn.then(() => give(token))
  }
  const comeBack = () => source.current && hand(source.current) // none yet: with the next one
  source.on('token', hand)
  return async () => {
    source.close()
    await turn
    await member?.leave()
  }
}
