import { codeTables } from '../error-codes.ts'
import { table } from './markdown.ts'

/** docs/errors.md, from the tables the code refuses with. */
export function errorsPage(): string {
  const sections = codeTables.map(({ title, note = '', codes }) => {
    const withStatus = codes.some(({ status }) => status !== undefined)
    const head = ['Code', ...(withStatus ? ['Status'] : []), 'Meaning', 'Cause', 'Remedy']
    const rows = codes.map(({ code, status, title: meaning, cause, remedy }) => [
      `\`${code}\``,
      ...(withStatus ? [String(status ?? '')] : []),
      meaning,
      cause,
      remedy,
    ])
    return `## ${title}\n\n${note === '' ? '' : `${note}\n\n`}${table(head, rows)}\n`
  })
  return `# Error codes

*Generated from the tables in \`packages/server/src/error-codes.ts\` by \`npm run docs\`; do not edit.*

Codes are stable: branch on them, not on messages. The server answers with Problem Details (RFC 9457,
\`application/problem+json\`): \`code\` is one of the first table, and \`errors\` lists every field that is wrong, each with a
JSON pointer and a code of the second or third table. \`@symbolon/token\` throws a \`TokenError\` with a code of the third.
\`requestId\` is in the server's log too. The routes of other token servers answer in the shapes of those servers.

${sections.join('\n')}`
}
