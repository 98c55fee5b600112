import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { networks } from '../../src/config/kinds.ts'
import { clientIp, countedAs } from '../../src/limiter/client-ip.ts'

function from(remoteAddress: string, forwarded?: string): IncomingMessage {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  return { headers, socket: { remoteAddress }, connection: { remoteAddress } } as IncomingMessage
}

test('what a client says of its address is not believed', () => {
  const ipOf = clientIp(undefined)
  expect(ipOf(from('203.0.113.7', '198.51.100.1'))).toBe('203.0.113.7')
  const behind = clientIp(['10.0.0.0/8'])
  expect(behind(from('203.0.113.7', '198.51.100.1'))).toBe('203.0.113.7')
})

test.each([
  ['198.51.100.1', '198.51.100.1'],
  ['198.51.100.1, 10.1.1.1', '198.51.100.1'],
  ['192.0.2.66, 198.51.100.1, 10.1.1.1', '198.51.100.1'], // what the client itself made up stands left
  ['198.51.100.1:4711', '198.51.100.1'],
  ['[2001:db8::7]:4711', '2001:db8:0:0::/64'],
  ['unknown', '10.0.0.9'],
  ['', '10.0.0.9'],
  ['x'.repeat(5000), '10.0.0.9'],
])('a proxy that is trusted says %s', (said, address) => {
  expect(clientIp(['10.0.0.0/8'])(from('10.0.0.9', said))).toBe(address)
})

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''],
])('%s counts as %s', (address, name) => {
  expect(countedAs(address)).toBe(name)
})

test.each([
  ['10.0.0.0/8, ::1, fc00::/7,loopback', ['10.0.0.0/8', '::1', 'fc00::/7', 'loopback']],
  ['', undefined],
  ['everyone', undefined],
  ['10.0.0.0/33', undefined],
  ['10.0.0.0/8/8', undefined],
  ['10.0.0', undefined],
])('the setting that names proxies reads %s', (text, list) => {
  expect(networks.read(text)).toEqual(list)
})
