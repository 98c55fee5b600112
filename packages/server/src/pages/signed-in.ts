import { type Html, html, page } from './html.ts'

/**
 * What who signed in elsewhere sees for a moment. Not a redirect: what another site began does not bring the cookie of the
 * session along, but what this page begins does.
 */
export function signedInPage(): string {
  const body = html`<h1>Signed in</h1><p><a href="/">Go on</a></p>`
  return page('Signed in', body).replace(
    '</head>',
    '<meta http-equiv="refresh" content="0; url=/">\n</head>',
  )
}

export function notSignedInPage(title: string, remedy: Html): string {
  const again = html`<p><a href="/v1/session/oidc">Try again</a></p>`
  return page('Not signed in', html`<h1>Not signed in</h1><p>${title}.</p><p>${remedy}</p>${again}`)
}
