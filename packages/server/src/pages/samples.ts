/** How a shell reaches the server: `key` is a literal key, `$NAME` a variable of the shell, or absent. */
export interface Reach {
  readonly url: string
  readonly key?: string | undefined
}

/** Command lines that work as printed; the start prints them and a test runs them. */
export function curlSamples({ url, key }: Reach): { mint: string; explain: string } {
  const bearer = key === undefined ? '' : ` -H "Authorization: Bearer ${key}"`
  const post = (path: string, body: string) =>
    `curl -s ${url}${path}${bearer} -H 'Content-Type: application/json' -d ${body}`
  const mint = post('/v1/tokens', `'{"rtc":{"channel":"lobby","uid":7}}'`)
  // takes the token out of the first answer and asks whether it opens another channel
  const asQuestion = String.raw`sed 's/.*"token":"\([^"]*\)".*/{"token":"\1","channel":"Lobby","uid":7}/'`
  return { mint, explain: `${mint} | ${asQuestion} | ${post('/v1/tokens/explain', '@-')}` }
}
