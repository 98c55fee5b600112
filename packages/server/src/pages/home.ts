import { type Html, html, page } from './html.ts'
import { callOf, type Operation } from './operations.ts'
import { curlSamples } from './samples.ts'

export interface HomeFacts {
  readonly url: string
  readonly appId: string
  readonly demo: boolean
  readonly keyNeeded: boolean
  readonly demoUrl: string | undefined
  readonly operations: readonly Operation[]
}

/** `GET /`: what runs here and how to call it. */
export function homePage({ url, appId, demo, keyNeeded, demoUrl, operations }: HomeFacts): string {
  const key = keyNeeded ? '$SYMBOLON_API_KEY' : undefined
  const { mint, explain } = curlSamples({ url, key })
  return page(
    'Symbolon token server',
    html`<h1>Symbolon token server</h1>
<p>This server issues tokens for Agora-compatible real-time apps: a client asks it for a token, and joins with what it gets.</p>
<p>It signs for the App ID <code>${appId}</code>.</p>
${demo ? demoNote : ''}
<p>${keyNeeded ? keyNote : 'No key is needed to call it.'}</p>
${demoUrl === undefined ? '' : html`<p>The <a href="${demoUrl}">demo</a> shows a token’s life with the real Web SDK, on the emulator beside this server.</p>`}
<h2>Get a token</h2>
<pre>${mint}</pre>
<h2>Ask why it would be refused</h2>
<pre>${explain}</pre>
<p>Or paste the token into the <a href="/explain">paste box</a>: it reads it in the page, and nothing leaves that.</p>
<h2>All paths</h2>
<table>
${[...operations].sort(byInterest).map(
  (
    operation,
  ) => html`<tr><td><code>${operation.method} ${callOf(operation)}</code></td><td>${operation.summary ?? ''}</td></tr>
`,
)}</table>
<p>The <a href="/docs">API page</a> tells what they take and give.</p>`,
  )
}

const interest = ['tokens', 'dialects', 'projects', 'keys', 'health']

function byInterest(a: Operation, b: Operation): number {
  return interest.indexOf(a.tags?.[0] ?? '') - interest.indexOf(b.tags?.[0] ?? '')
}

const demoNote: Html = html`<p class="note">This is a demo project, made on this machine. The real platform knows nothing of it and refuses its tokens. Set <code>AGORA_APP_ID</code> and <code>AGORA_APP_CERTIFICATE</code> to use your own.</p>`

const keyNote: Html = html`Callers need a key: <code>Authorization: Bearer …</code>, <code>X-API-Key: …</code> or <code>?key=…</code>.`
