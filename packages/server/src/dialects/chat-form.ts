import type { FastifyRequest } from 'fastify'
import type { RequestedService } from '../issue.ts'
import { first, type Query } from './query.ts'
import { refused } from './refusals.ts'
import { chat } from './services.ts'

/** What the Chat documentation's Java sample is asked: on the same path, but with a form or a query. */
export interface ChatForm {
  readonly service: RequestedService
  readonly seconds: number
}

/** The form, or nothing when the request is not one. @throws ServerError for a form that cannot be granted */
export function readChatForm(request: FastifyRequest): ChatForm | undefined {
  const field = fieldsOf(request)
  const tokenType = field?.('tokenType')
  if (field === undefined || tokenType === undefined) return undefined
  const expiry = field('expireSeconds') ?? '3600'
  const seconds = Number(expiry)
  if (!/^\d+$/.test(expiry) || seconds > 0xffff_ffff) {
    throw refused('expireSeconds is not a number of seconds')
  }
  if (tokenType === 'app') return { service: chat.app(seconds), seconds }
  const userId = field('userId')
  if (tokenType !== 'user') throw refused('tokenType is neither user nor app')
  if (!userId) throw refused('userId is missing')
  return { service: chat.user(userId, seconds), seconds }
}

/** JSON is never taken for a form, whatever type it is sent as and whatever stands in the query. */
function fieldsOf({
  body,
  query,
}: FastifyRequest): ((name: string) => string | undefined) | undefined {
  const text = typeof body === 'string' ? body.trimStart() : ''
  if (text.startsWith('{')) return undefined
  const form = new URLSearchParams(text)
  return (name) => form.get(name) ?? first((query as Query)[name])
}
