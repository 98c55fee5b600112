import { createHash } from 'node:crypto'

/** Looks whether this browser reaches all that the SDK needs; a browser tells a script nothing of why it does not. */
const script = `
document.getElementById('host').textContent = location.host
const show = (id, good, text) => {
  const line = document.getElementById(id)
  line.textContent = (good ? '\u2713 ' : '\u2717 ') + text
  line.dataset.good = good
}
fetch('/ap/?url=check/', { method: 'POST', body: '{}' }).then(
  ({ ok }) => show('access-point', ok, ok ? 'access point answers' : 'access point answers strangely'),
  () => show('access-point', false, 'access point cannot be reached'),
)
const socket = new WebSocket('wss://' + location.host + '/ws/?h=check')
socket.onopen = () => { show('edge', true, 'edge answers'); socket.close() }
socket.onerror = () => show('edge', false, 'edge cannot be reached: accept the certificate of this address, or see symbolon trust')
`

/** The page runs this one script and speaks with this one host. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** What a person sees who opens the gateway in a browser; also the place to accept its certificate. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Symbolon emulator</title>
<style>
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 40rem; padding: 0 1rem }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere }
pre { overflow-x: auto }
ul { list-style: none; padding: 0 }
[data-good='false'] { font-weight: bold }
</style>
</head>
<body>
<main>
<h1>Symbolon emulator</h1>
<p>The platform side of Agora tokens, on your own machine. <strong>For tests only.</strong></p>
<h2>This browser</h2>
<ul role="status">
<li data-good="true">\u2713 page opened: the certificate of this address is accepted</li>
<li id="access-point">\u2026 access point</li>
<li id="edge">\u2026 edge</li>
</ul>
<p>When all three are there, a page with the Agora Web SDK in this browser can join here:</p>
<pre tabindex="0"><code>client.setProxyServer(location.host) // before each join
await client.join(appId, channel, token, uid)</code></pre>
<p><code>useEmulator(client)</code> of <code>@symbolon/emulator/browser</code> does the first line for you, before each join.
A page of another address names this one: <code>useEmulator(client, { host: '<span id="host">localhost:4443</span>' })</code>.</p>
</main>
<script>${script}</script>
</body>
</html>
`
