import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Platform } from '../../platform.ts'
import { readBody, sendJson } from '../http.ts'
import { answerLogin } from './answer-login.ts'

/** Of what is posted to `/api/v1` a header alone says that it is a login to messaging. */
export function isLogin({ method, url = '', headers }: IncomingMessage): boolean {
  return method === 'POST' && /^\/api\/v1\/?(\?|$)/.test(url) && headers['x-packet-uri'] === '69'
}

/** @throws BadRequest */
export async function serveLogin(
  platform: Platform,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = answerLogin(`${await readBody(request)}`, platform)
  if (answer === undefined) request.socket.destroy()
  else sendJson(response, 200, answer)
}
