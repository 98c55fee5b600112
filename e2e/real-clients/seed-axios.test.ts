import { createRequire } from 'node:module'
import { testUnless } from '../support/test-unless.ts'
import { missingClients } from './missing-clients.ts'
import { expectJoinToken, startForClients } from './server.ts'

const clientTest = testUnless(missingClients)

clientTest("axios sends the seeds' web request, a GET with a body, and gets a token", async () => {
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
})
