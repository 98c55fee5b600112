import { codeTables } from '../error-codes.ts'
import { html, page, prose } from './html.ts'

/** `GET /docs/errors`: where the `type` of every problem leads. */
export function errorsPage(): string {
  const sections = codeTables.map(
    ({ title, codes }) => html`<h2>${title}</h2>
${codes.map(
  ({ code, title: meaning, cause, remedy }) => html`<h3 id="${code}"><code>${code}</code></h3>
<p>${prose(meaning)}.</p><p><strong>Cause:</strong> ${prose(cause)}</p><p><strong>Remedy:</strong> ${prose(remedy)}</p>
`,
)}`,
  )
  return page('Error codes', html`<h1>Error codes</h1>${sections}`)
}
