import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { controlProblems } from '../src/control/problems.ts'
import { controlRoutes } from '../src/control/routes.ts'
import { token } from './fixture.ts'
import { withControl } from './support/control.ts'

const page = readFileSync(join(import.meta.dirname, '../../../docs/emulator/control.md'), 'utf8')

test('the page lists every problem as the code has it', () => {
  const rows = [...page.matchAll(/^\| `[A-Z_]+` \| \d{3} \|.*$/gm)].map(([row]) => row)
  expect(rows).toEqual(
    Object.entries(controlProblems).map(
      ([code, { status, title, remedy }]) => `| \`${code}\` | ${status} | ${title} | ${remedy} |`,
    ),
  )
})

test('the page lists every request, and no other', () => {
  const listed = [...page.matchAll(/^\| `([A-Z]+ \/[^`?]*)/gm)].map(([, request]) => request)
  const known = controlRoutes.map(
    ({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`,
  )
  expect(listed.sort()).toEqual(known.sort())
})

test('each example of the page succeeds, one after the other', () => {
  const { ask, join: enter } = withControl()
  enter({ channel: 'lobby', token: token(), uid: 7, ip: '10.1.2.3' })
  const examples = [...page.matchAll(/^```http\n(.*)\n(?:\n([^`]*))?```$/gm)]
  expect(examples).toHaveLength(8)
  for (const [, line, body] of examples) {
    const { status } = ask(line!, { body: body ?? (line!.startsWith('GET') ? undefined : '') })
    expect({ line, ok: status === 200 || status === 201 }).toEqual({ line, ok: true })
  }
})
