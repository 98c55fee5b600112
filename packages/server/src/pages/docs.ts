import { type Html, html, page, prose } from './html.ts'
import { exampleCallOf, type Operation, type Schema } from './operations.ts'

export interface DocsFacts {
  readonly title: string
  readonly description: string
  readonly tags: readonly { readonly name: string; readonly description?: string }[]
  readonly operations: readonly Operation[]
}

/** `GET /docs`: the OpenAPI document for people, without scripts. */
export function docsPage({ title, description, tags, operations }: DocsFacts): string {
  const sections = tags.map(({ name, description: about = '' }) => {
    const own = operations.filter((operation) => operation.tags?.includes(name))
    return own.length === 0 ? '' : html`<h2>${name}</h2><p>${about}</p>${own.map(operationPart)}`
  })
  return page(title, html`<h1>${title}</h1><p>${prose(description)}</p>${sections}`)
}

function operationPart(operation: Operation): Html {
  const { method, path, operationId = '', summary = '', description = '', responses } = operation
  const media = Object.values(operation.requestBody?.content ?? {})[0]
  const examples = Object.values(media?.examples ?? {}).map(({ value }) => value)
  if (media?.example !== undefined) examples.push(media.example)
  const call = exampleCallOf(operation)
  return html`<h3 id="${operationId}"><code>${method} ${path}</code></h3>
<p>${summary}. ${prose(description)}</p>
${parameterTable(operation)}
${call === undefined ? '' : html`<pre>${method} ${call}</pre>`}
${media?.schema ? html`<h4>Body</h4>${fieldTable(media.schema)}` : ''}
${examples.map((value) => html`<pre>${JSON.stringify(value)}</pre>`)}
<h4>Answers</h4>
${Object.entries(responses).map(([status, response]) => {
  const schema = response.content?.['application/json']?.schema
  return html`<p><strong>${status}</strong> ${prose(response.description ?? '')}</p>${schema ? fieldTable(schema) : ''}`
})}`
}

function parameterTable({ parameters = [] }: Operation): Html | string {
  if (parameters.length === 0) return ''
  const rows = parameters.map(
    ({ name, in: place, required, description = '', schema = {} }) =>
      html`<tr><td><code>${name}</code> in the ${place}${required ? ' (required)' : ''}</td><td>${typeOf(schema)}</td><td>${prose(description)}</td></tr>`,
  )
  return html`<h4>Parameters</h4><table><tr><th>Name</th><th>Type</th><th>Meaning</th></tr>${rows}</table>`
}

function fieldTable(schema: Schema): Html | string {
  const rows = fieldRows(schema, '')
  return rows.length === 0
    ? ''
    : html`<table><tr><th>Field</th><th>Type</th><th>Meaning</th></tr>${rows}</table>`
}

function fieldRows({ properties = {}, required = [] }: Schema, prefix: string): Html[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = `${prefix}${name}`
    const needed = required.includes(name) ? ' (required)' : ''
    const nested = field.type === 'array' ? (field.items ?? {}) : field
    const fallback = field.default === undefined ? '' : ` Default ${JSON.stringify(field.default)}.`
    const row = html`<tr><td><code>${path}</code>${needed}</td><td>${typeOf(field)}</td><td>${prose((field.description ?? '') + fallback)}</td></tr>`
    return [row, ...fieldRows(nested, `${path}${field.type === 'array' ? '[].' : '.'}`)]
  })
}

function typeOf({ type = '', anyOf, items, enum: values }: Schema): string {
  if (anyOf) return anyOf.map(typeOf).join(' or ')
  if (values) return values.map((value) => JSON.stringify(value)).join(' or ')
  return type === 'array' ? `array of ${typeOf(items ?? {})}` : type
}
