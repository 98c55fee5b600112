interface Answer {
  readonly status: number
  readonly url: string
  readonly headers: Headers
  readonly text: string
}

/** Keeps cookies by host and follows redirects, as a browser does. */
export class Browser {
  readonly cookies = new Map<string, Map<string, string>>()

  /** one request, and no further */
  async step(url: string): Promise<Answer> {
    const { hostname } = new URL(url)
    const jar = this.cookies.get(hostname) ?? new Map<string, string>()
    this.cookies.set(hostname, jar)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: cookie === '' ? {} : { cookie },
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1)
      const at = pair.indexOf('=')
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    return { status: answer.status, url, headers: answer.headers, text: await answer.text() }
  }

  /** goes where it is sent, ten times at most; `until` stops before a page */
  async open(url: string, until = (_url: string) => false): Promise<Answer> {
    let answer = await this.step(url)
    for (let nth = 0; nth < 10; nth++) {
      const next = answer.headers.get('location')
      if (next === null) return answer
      const to = new URL(next, answer.url).href
      if (until(to)) return { ...answer, url: to }
      answer = await this.step(to)
    }
    throw new Error('sent round in a circle')
  }
}
