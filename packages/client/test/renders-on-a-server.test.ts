import { useAutoRenew, useToken } from '@symbolon/client/react'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'

function Call() {
  const { token, expiresAt, expired, error, source } = useToken({
    channel: 'lobby',
    subject: { uid: 7 },
    fetchToken: () => {
      throw new Error('asked on the server')
    },
  })
  useAutoRenew(null, source, { appId: 'app', channel: 'lobby', uid: 7 })
  return createElement('p', null, JSON.stringify([token, expiresAt, expired, error, source]))
}

test('on a server there is no token, no source and no request', () => {
  expect(renderToString(createElement(Call))).toBe('<p>[null,null,false,null,null]</p>')
})
