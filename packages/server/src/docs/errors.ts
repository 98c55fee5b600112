import { type CodeTable, causeRows, codeTables, warningTexts } from '../error-codes.ts'
import { table } from './markdown.ts'

/** docs/errors.md, from the tables the code refuses with. */
export function errorsPage(): string {
  const warnings = Object.entries(warningTexts).map(([code, text]) => [mark(code), text])
  const causes = causeRows.map(([code, meaning, fix]) => [mark(code), meaning, fix])
  return `# Error codes

*Generated from the tables in \`packages/server/src/error-codes.ts\` by \`npm run docs\`; do not edit.*

Codes are stable: branch on them, not on messages. The server answers with Problem Details (RFC 9457,
\`application/problem+json\`): \`code\` is one of the first table, and \`errors\` lists every field that is wrong, each with a
JSON pointer and a code of the second or third table. \`@symbolon/token\` throws a \`TokenError\` with a code of the third.
\`requestId\` is in the server's log too. The routes of other token servers answer in the shapes of those servers.

${codeTables.map(section).join('\n')}
## Warnings

What is granted all the same, in \`warnings\` of an answer or an inspection, or in the log.

${table(['Code', 'Meaning and remedy'], warnings)}

## Causes that explain names

In \`causes\` of \`/v1/tokens/explain\` and of \`explain\` in \`@symbolon/token\`; [explain.md](explain.md) has them with what the
platform and the SDKs answer. In the texts \`{token}\` stands for what the token says, \`{join}\` for what was joined.

${table(['Code', 'Meaning', 'Remedy'], causes)}
`
}

function section({ title, codes }: CodeTable): string {
  const withStatus = codes.some(({ status }) => status !== undefined)
  const head = ['Code', ...(withStatus ? ['Status'] : []), 'Meaning', 'Cause', 'Remedy']
  const rows = codes.map(({ code, status, title: meaning, cause, remedy }) => [
    mark(code),
    ...(withStatus ? [String(status ?? '')] : []),
    meaning,
    cause,
    remedy,
  ])
  return `## ${title}\n\n${table(head, rows)}\n`
}

function mark(code: string): string {
  return `\`${code}\``
}
