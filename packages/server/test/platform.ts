import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

export interface RuleThere {
  readonly id: number
  readonly appid: string
  readonly cname: string | null
  readonly uid: number | null
  readonly ip: null
  readonly privileges: readonly string[]
  readonly seconds: number
}

export interface CallThere {
  readonly atMs: number
  readonly method: string
  readonly authorization: string | undefined
}

/** How a call is answered: as it should be, with a status, or not at all; or done, and the answer lost. */
type Mood = 'well' | 'deaf' | 'forgetful' | { readonly status: number; readonly after?: number }

/** The platform's REST for rules behind a real port. */
export class FakePlatform {
  readonly rules: RuleThere[] = []
  readonly calls: CallThere[] = []
  mood: Mood = 'well'
  private readonly server: Server
  private readonly nowMs: () => number
  private count = 0

  private constructor(nowMs: () => number) {
    this.nowMs = nowMs
    this.server = createServer((request, response) => void this.answer(request, response))
  }

  static async start(nowMs: () => number = Date.now): Promise<FakePlatform> {
    const platform = new FakePlatform(nowMs)
    platform.server.listen(0, '127.0.0.1')
    await once(platform.server, 'listening')
    onTestFinished(() => {
      platform.server.closeAllConnections()
      platform.server.close()
    })
    return platform
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers, url = '' } = request
    this.calls.push({ atMs: this.nowMs(), method, authorization: headers.authorization })
    const body = method === 'GET' ? {} : ((await json(request)) as Record<string, unknown>)
    const { mood } = this
    if (typeof mood === 'object') {
      const after = mood.after === undefined ? {} : { 'retry-after': String(mood.after) }
      response.writeHead(mood.status, after).end('{"message":"not now"}')
      return
    }
    const answered = mood === 'deaf' ? undefined : this.act(method, url, body)
    if (mood === 'well') response.end(JSON.stringify({ status: 'success', ...answered }))
    else request.socket.destroy()
  }

  private act(method: string, url: string, body: Record<string, unknown>): object {
    const appid = new URL(url, this.url).searchParams.get('appid')
    if (method === 'GET') return { rules: this.rules.filter((rule) => rule.appid === appid) }
    if (method === 'DELETE') {
      const at = this.rules.findIndex(({ id }) => id === body.id)
      if (at >= 0) this.rules.splice(at, 1)
      return { id: body.id }
    }
    const { cname = null, uid = null, time_in_seconds: seconds, ...rest } = body
    const ts = new Date(this.nowMs() + Number(seconds) * 1000).toISOString()
    const own = { id: ++this.count, cname, uid, ip: null, seconds, ts }
    const rule = { ...rest, ...own } as unknown as RuleThere
    this.rules.push(rule)
    return { id: rule.id }
  }
}
