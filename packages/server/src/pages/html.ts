import { createHash } from 'node:crypto'
import { style } from './style.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text that is safe to stand in a page. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | readonly Part[]

/** A piece of a page: everything put into it is escaped, unless it is such a piece itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((string, index) => string + asText(parts[index] ?? '')).join(''))
}

function asText(part: Part): string {
  if (part instanceof Html) return part.text
  if (Array.isArray(part)) return part.map(asText).join('')
  return String(part).replace(/[&<>"']/g, (character) => entities[character]!)
}

/** Text with its `…` set as code. */
export function prose(text: string): Html {
  const parts = text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))
  return html`${parts}`
}

const styleHash = createHash('sha256').update(style).digest('base64')

/** Headers of every page: no scripts at all, and no style but our own. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer', // a page may have been opened with ?key=
} as const

export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
<nav><a href="/">Server</a><a href="/explain">Explain</a><a href="/docs">API</a><a href="/docs/errors">Errors</a><a href="/openapi.json">openapi.json</a></nav>
<main>
${body}
</main>
</body>
</html>
`.text
}
