import { join } from 'node:path'
import { createServer } from 'vite'
import { expect, onTestFinished, test } from 'vitest'
import { setDesk } from '../docs/desk.ts'
import { read, root } from '../docs/pages.ts'

test.each(['web', 'react'])(
  '`npx vite examples/%s` serves the page and its script',
  async (name) => {
    // as it stands in README.md of the example
    expect(read(`examples/${name}/README.md`)).toContain(`npx vite examples/${name} `)
    const { folder } = await setDesk('')
    const server = await createServer({
      root: join(root, 'examples', name),
      cacheDir: join(folder, 'vite'),
      logLevel: 'error',
      optimizeDeps: { noDiscovery: true }, // what a browser would need, and here takes seconds
      server: { host: '127.0.0.1', port: 0 },
    })
    onTestFinished(() => server.close())
    await server.listen()
    const [url] = server.resolvedUrls!.local
    const html = await (await fetch(url!)).text()
    const script = /src="\.\/(main\.jsx?)"/.exec(html)![1]
    const reply = await fetch(`${url}${script}`)
    expect(reply.status).toBe(200)
    expect(await reply.text()).toMatch(/^import .*@symbolon\/|\/client\/dist\//m)
  },
)
