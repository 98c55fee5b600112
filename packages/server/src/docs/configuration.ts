import { type Setting, settings } from '../config/settings.ts'
import { table } from './markdown.ts'

/** docs/configuration.md, from the table the loader reads. */
export function configurationPage(): string {
  const rows = Object.values<Setting<unknown>>(settings).map((setting) => [
    setting.env.map((name) => `\`${name}\``).join(' or ') + (setting.secret ? ' (secret)' : ''),
    fallbackText(setting),
    setting.kind.bound,
    setting.doc,
  ])
  return `# Configuration of the server

*Generated from \`packages/server/src/config/settings.ts\` by \`npm run docs\`; do not edit.*

The server is set by environment variables, or by the same names in a \`.env\` file in the folder it is started
from; the environment wins over the file, and \`--port\` and \`--host\` win over both. An empty variable counts as unset.

Each variable can also be given as \`NAME_FILE\`, the path of a file that holds the value: for secrets of Docker and
Kubernetes. A \`SYMBOLON_…\` variable that is not listed here is an error, as is a value out of bounds: the start lists
every problem at once, names the variables, and never repeats a secret.

${table(['Variable', 'Default', 'Must be', 'What it does'], rows)}
`
}

function fallbackText({ fallback, fallbackNote }: Setting<unknown>): string {
  if (fallbackNote !== undefined) return fallbackNote
  if (typeof fallback === 'boolean') return fallback ? '`1`' : '`0`'
  if (fallback === undefined || typeof fallback === 'object') return 'none'
  return `\`${fallback}\``
}
