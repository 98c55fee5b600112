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
code { font-family: ui-monospace, monospace }
</style>
</head>
<body>
<main>
<h1>Symbolon emulator</h1>
<p>The platform side of Agora tokens, on your own machine. <strong>For tests only.</strong></p>
<p>Your browser trusts this address now, so a page with the Agora Web SDK can join here:</p>
<pre><code>client.setProxyServer(location.host) // before each join
await client.join(appId, channel, token, uid)</code></pre>
<p><code>useEmulator(client)</code> of <code>@symbolon/emulator/browser</code> does the first line for you, before each join.</p>
</main>
</body>
</html>
`
