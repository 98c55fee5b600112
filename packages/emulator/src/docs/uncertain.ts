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

The vendor's documents leave some things open, and in places they contradict each other. Each such point is a setting
of the emulator: \`startEmulator({ projects, settings: { clockSkewSeconds: 0 } })\`. An app that is to last should work with
either value. The column Evidence says how sure the default is: *documented* by the vendor, *observed* from outside, or
*guessed*, because sources are silent. The control API shows the same at \`GET /emulator/v1/settings\`.

${table(['Setting', 'Default', 'Evidence', 'What it decides'], rows)}
`
}
