import { type Evidence, rules } from '../rules.ts'
import { table } from './markdown.ts'

/** docs/emulator/rules.md, from the rules that the code names and the event log shows. */
export function rulesPage(): string {
  const all = Object.entries(rules)
  const rows = all.map(([name, { evidence, says }]) => [`\`${name}\``, evidence, says])
  const count = (evidence: Evidence) => all.filter(([, rule]) => rule.evidence === evidence).length
  return `# The rules of the emulator

*Generated from \`packages/emulator/src/rules.ts\` by \`npm run docs\`; do not edit.*

Every refusal, expulsion and warning in the event log names the rule that it follows. A rule is *documented* by the
vendor (${count('documented')} of ${all.length}), *observed* from outside (${count('observed')}), or *guessed*, because sources are silent (${count('guessed')}). The control API shows
the same at \`GET /emulator/v1/rules\`. What can be set is in [uncertain.md](uncertain.md).

${table(['Rule', 'Evidence', 'What it says'], rows)}
`
}
