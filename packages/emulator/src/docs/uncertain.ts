import { settingTable } from '../settings.ts'
import { table } from './markdown.ts'

/** docs/emulator/uncertain.md, from the table that settings are read by. */
export function uncertainPage(): string {
  const rows = Object.entries(settingTable).map(([name, { default: standard, evidence, says }]) => [
    `\`${name}\``,
    `\`${standard}\``,
    evidence,
    says,
  ])
  return `# What is uncertain about the platform

*Generated from \`packages/emulator/src/settings.ts\` by \`npm run docs\`; do not edit.*

The vendor's documents leave some things open, and in places they contradict each other. Each such point that can be
tried both ways is a setting of the emulator: \`startEmulator({ projects, settings: { clockSkewSeconds: 0 } })\`. An app that is to last should work with
either value. The column Evidence says how sure the default is: *documented* by the vendor, *observed* from outside, or
*guessed*, because sources are silent. The control API shows the same at \`GET /emulator/v1/settings\`, and
\`symbolon emulate --set clockSkewSeconds=0\` sets one.

${table(['Setting', 'Default', 'Evidence', 'What it decides'], rows)}

## Open, and not a setting

- The order of the checks at a join is a guess: a table in \`verify/project-checks.ts\`, then \`verify\` of
  \`@symbolon/token\`. It is no setting, because it shows only where a join has two faults at once, and then the event
  log names both causes.
- A token without the privilege to join is refused as invalid (rule \`JOIN_PRIVILEGE_MISSING\`). It is no setting,
  because no builder makes such a token unless it is asked to, and no other answer was ever reported.
- A string account fits a token whose user is the same text, also where that text is a number. It is no setting,
  because the two tokens are the same bytes: nobody can tell which was meant.
- Which reason native SDKs show for a disabled project, and whether they ask for a token when they join with an expired
  one: no native SDK has been tried.
`
}
