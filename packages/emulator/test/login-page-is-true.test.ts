import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type LoginOutcome, loginOutcomes } from '../src/index.ts'

const page = readFileSync(join(import.meta.dirname, '../../../docs/emulator/rtm.md'), 'utf8')

test('the page lists every outcome of a login with the numbers that the code has', () => {
  const rows = [...page.matchAll(/^(\| `[A-Z_]+` \|.*) \| [^|]* \|$/gm)].map(([, row]) => row)
  const known = Object.entries<LoginOutcome>(loginOutcomes).map(([name, outcome]) => {
    const { accessPoint, rtm2, rtm1 } = outcome
    const asked = accessPoint ? `${accessPoint.code} | \`${accessPoint.name}\`` : '– | –'
    return `| \`${name}\` | ${asked} | ${rtm2} | ${rtm1} `.trimEnd()
  })
  expect(rows).toEqual(known)
})
