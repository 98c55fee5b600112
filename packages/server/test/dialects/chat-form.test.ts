import { inspect } from '@symbolon/token'
import { expect, test } from 'vitest'
import { dialectApp } from './fixture.ts'

const asForm = { 'content-type': 'application/x-www-form-urlencoded' }

test.each([
  ['/token/generate', 'userId=testUser&expireSeconds=600&tokenType=user'],
  ['/token/generate?userId=testUser&expireSeconds=600&tokenType=user', undefined],
])('a chat user asks %s with %j and gets the bare token', async (url, payload) => {
  const { app } = await dialectApp()
  const body = payload === undefined ? {} : { payload }
  const reply = await app.inject({ method: 'POST', url, headers: asForm, ...body })
  expect([reply.statusCode, reply.headers['content-type']]).toEqual([
    200,
    'text/plain;charset=UTF-8',
  ])
  const services = [{ type: 'chat', userId: 'testUser', privileges: { user: 600 } }]
  expect(inspect(reply.payload).claims).toMatchObject({ expiresInSeconds: 600, services })
})

test('a token for the REST API needs no user', async () => {
  const { app } = await dialectApp()
  const reply = await app.inject({ method: 'POST', url: '/token/generate?tokenType=app' })
  const services = [{ type: 'chat', userId: '', privileges: { app: 3600 } }]
  expect(inspect(reply.payload).claims).toMatchObject({ expiresInSeconds: 3600, services })
})

test.each([
  ['tokenType=user', 'userId is missing'],
  ['tokenType=room&userId=a', 'tokenType is neither user nor app'],
  ['tokenType=app&expireSeconds=-1', 'expireSeconds is not a number of seconds'],
  ['tokenType=app&expireSeconds=4294967296', 'expireSeconds is not a number of seconds'],
])('the form %s is refused: %s', async (payload, message) => {
  const { app } = await dialectApp()
  const reply = await app.inject({
    method: 'POST',
    url: '/token/generate',
    headers: asForm,
    payload,
  })
  expect([reply.statusCode, reply.json()]).toEqual([400, { code: -2, data: '', message }])
})

test('JSON that mentions a form is JSON', async () => {
  const { app } = await dialectApp()
  const payload = '{"channelName":"&tokenType=app&","serviceFpa":{"enable":true}}'
  const url = '/token/generate?tokenType=app'
  const reply = await app.inject({ method: 'POST', url, headers: asForm, payload })
  expect(reply.json()).toMatchObject({ code: 0 })
})
