import { createRequire } from 'node:module'
import { test } from 'vitest'
import { expectJoinToken, startForClients } from './server.ts'
import { installRealClients } from './setup.mjs'

test("axios sends the seeds' web request, a GET with a body, and reads its token", async () => {
  await installRealClients()
  const axios = createRequire(import.meta.url)('axios')
  const { url, close } = await startForClients()
  const config = {
    method: 'get',
    url: 'https://<heroku url>/access_token?channel=test&uid=1234'.replace(
      'https://<heroku url>',
      url,
    ),
    headers: { 'Content-Type': 'application/json' },
    data: JSON.stringify({ uid: 123456, channelName: 'ChannelA' }),
  }
  const response = await axios(config)
  expectJoinToken(response.data.token, 'test', '1234')
  await close()
}, 180_000)
