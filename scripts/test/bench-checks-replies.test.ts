import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mint } from '@symbolon/token'
import { expect, onTestFinished, test } from 'vitest'
import { checkReply } from '../../bench/http/check-reply.mjs'
import { certificate, claims006 } from '../../bench/samples.mjs'

async function serving(body: string) {
  const server = createServer((_request, response) => response.end(body))
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { name: 'it', port: (server.address() as AddressInfo).port }
}

const token = (uid: string) => mint({ ...claims006(0), version: '006', uid }, certificate)

test('a server that answers with the token that is asked for is measured', async () => {
  const { uid } = claims006(0)
  await checkReply(await serving(JSON.stringify({ key: token(uid) })))
})

test.each([
  ['a constant of the same length', JSON.stringify({ key: `006${'x'.repeat(141)}` })],
  ['a token for another user', JSON.stringify({ key: token('7') })],
  ['no token', '{}'],
  ['no JSON', 'Not found'],
])('one that answers with %s is not', async (_what, body) => {
  await expect(checkReply(await serving(body))).rejects.toThrowError(
    'it does not answer with the token that is asked for',
  )
})
