import { expect, test } from 'vitest'
import { outcomes } from '../src/explain/outcomes.ts'
import { joinTexts } from '../src/explain/texts/join.ts'
import { lifeTexts } from '../src/explain/texts/life.ts'
import { projectTexts } from '../src/explain/texts/project.ts'
import { tokenTexts } from '../src/explain/texts/token.ts'
import { causeCodes, causeTexts } from '../src/explain.ts'

const sections = {
  'The token itself, and how it travelled': tokenTexts,
  'Project, certificate, service': projectTexts,
  'Channel, user, session': joinTexts,
  'Times and privileges': lifeTexts,
}

const opening = `# Why was my token refused?

The platform answers a bad join with one of a few texts, and most of them mean six things. \`explain\`
takes the token apart, compares it with what you know of the join, and names the cause:

\`\`\`console
$ TOKEN=$(symbolon token create --channel lobby --uid 7)
$ symbolon token explain "$TOKEN" --channel Lobby --uid 7
refused: channel differs only by case: token "lobby", join "Lobby"
\`\`\`

\`\`\`ts
import { explain, rtcToken } from '@symbolon/token'

const appId = '970CA35de60c44645bbae8a215061b33'
const certificate = '5CFd2fd1755d40ecb72977518be15d3b'
const token = rtcToken({ appId, certificate, channel: 'lobby', uid: 7 })

const now = Math.floor(Date.now() / 1000)
const { accepted, proven, causes, timeline } = explain(token, { now, appId, certificate, channel: 'Lobby', uid: 7 })
console.log(accepted, proven, causes[0].code, causes[0].certainty, timeline.length > 0) // false true CHANNEL_CASE proved true
\`\`\`

Give it what you have: App ID, channel, uid or account, role, certificate, other projects, facts of the
project, the SDK and its version, the SDK's error, members and kicking rules. What you leave out is not
checked, and \`unchecked\` says so. Nothing it prints holds a certificate or a whole token.

- **proved**: shown by a matching signature, by a checksum that differs, or by the bytes themselves.
- **likely**: fits the facts and is seldom anything else, or rests on a fact that you state and no token shows.
- **hint**: worth a look; refuses nothing by itself.

\`accepted\` is true only when the signature was checked and everything given fits. Without a certificate
the best verdict is *unproven*: anybody can write the bytes of a token. A 006 token shows channel and
uid only as checksums: one that differs proves a mismatch, one that fits proves nothing, so there it
takes the certificate to prove the cause.

Causes come in the order in which to look for them. In the texts below \`{token}\` stands for what the
token says, \`{join}\` for what was joined, other braces for details.
`

/** docs/explain.md as the code has it; \`npx vitest run -u\` writes it. */
function page(): string {
  const cell = (text: string) =>
    text.replaceAll('((', '').replaceAll('))', '').replaceAll('|', '\\|')
  const tables = Object.entries(sections).map(([title, texts]) => {
    const rows = Object.keys(texts).map((code) => {
      const { message, fix, outcome } = causeTexts[code as keyof typeof causeTexts]
      return `| \`${code}\` | ${cell(message)} | ${cell(fix)} | ${outcome ?? '–'} |`
    })
    return `## ${title}\n\n| code | meaning | fix | outcome |\n|---|---|---|---|\n${rows.join('\n')}\n`
  })
  const answers = Object.entries(outcomes).map(([name, outcome]) => {
    const {
      accessPoint = '–',
      web,
      edge = '–',
      native,
      nativeError = '–',
      rtm2 = '–',
      rtm1 = '–',
    } = outcome
    return `| ${name} | ${[accessPoint, web, edge, native, nativeError, rtm2, rtm1].map(cell).join(' | ')} |`
  })
  const head =
    '| outcome | access point | Web 4.x | Web 3.x, edge | native 4.x | native onError | RTM 2.x | RTM 1.x |\n|---|---|---|---|---|---|---|---|'
  return `${opening}\n${tables.join('\n')}\n## What the SDKs say\n\n${head}\n${answers.join('\n')}\n\nCloud and On-premise Recording report 101 for nearly all of these.\n`
}

test('docs/explain.md is what the code says', async () => {
  await expect(page()).toMatchFileSnapshot('../../../docs/explain.md')
})

test('every cause has a meaning and a fix, and no two are worded alike', () => {
  const messages = causeCodes.map((code) => causeTexts[code].message)
  expect(new Set(messages).size).toBe(causeCodes.length)
  for (const code of causeCodes) {
    const { message, fix } = causeTexts[code]
    expect(code).toMatch(/^[A-Z][A-Z0-9_]+$/)
    expect(message).toMatch(/^(\S.*[^.\s])$/)
    expect(fix).toMatch(/^[A-Z].*[.,~]$/)
  }
})
