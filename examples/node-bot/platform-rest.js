/** Who is in a channel, and a kicking rule: two requests of the platform's REST. */
export function platformRest({ rest, customer, place: { appId, channel } }) {
  const authorization = `Basic ${btoa(`${customer.id}:${customer.secret}`)}`
  const headers = { authorization, 'content-type': 'application/json' }

  async function ask(path, request = {}) {
    const reply = await fetch(`${rest}${path}`, { headers, ...request })
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`)
    return reply.json()
  }

  return {
    async users() {
      const { data } = await ask(`/dev/v1/channel/user/${appId}/${encodeURIComponent(channel)}`)
      const { broadcasters = [], audience = [], users = [] } = data
      return [...broadcasters, ...audience, ...users]
    },
    async putOut(uid, { minutes }) {
      const privileges = ['join_channel']
      const body = JSON.stringify({ appid: appId, cname: channel, uid, time: minutes, privileges })
      await ask('/dev/v1/kicking-rule', { method: 'POST', body })
    },
  }
}
