import { expect, test } from 'vitest'
import { isEdge, readTarget } from '../../src/wire/target.ts'

const path = '/api/v2/transpond/webrtc?v=2'

test.each([
  ['localhost:4443', `/ap/?url=webrtc2-ap-web-1.agora.io${path}`, 'access point'],
  ['127-0-0-1.localhost:4443', path, 'access point'],
  ['webrtc2-ap-web-1.agora.io', path, 'access point'],
  ['localhost', '/ap/?url=sua-ap-web-1.agora.io/api/v1&action=stringuid', 'string uid'],
  ['sua-ap-web-1.agora.io', '/api/v1?action=stringuid', 'string uid'],
  ['localhost', '/ap/?url=cds-ap-web-1.agora.io/api/v1', 'pastime'],
  ['cds-ap-web-1.agora.io', '/api/v1', 'pastime'],
  ['localhost', '/rs/?h=statscollector-1.agora.io&p=443&d=/events/messages', 'pastime'],
  ['statscollector-1.agora.io', '/events/messages', 'pastime'],
  ['localhost:4443', '/', 'page'],
  ['127.0.0.1:4443', '/?from=somewhere', 'page'],
  ['localhost:4443', '/favicon.ico', 'unknown'],
])('%s%s is %s', (host, url, target) => {
  expect(readTarget(url, host)).toBe(target)
})

test('the edge listens at the root and at /ws/', () => {
  const urls = ['/', '/ws/?h=127-0-0-1.edge.agora.io&p=4443', '/ws', '/rs/', '/wss']
  expect(urls.map(isEdge)).toEqual([true, true, true, false, false])
})
