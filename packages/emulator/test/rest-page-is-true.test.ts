import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { restRoutes } from '../src/rest/routes.ts'

test('the page about the REST lists every request, in the order of the code', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/emulator/rest.md'), 'utf8')
  const listed = [...page.matchAll(/^\| `([A-Z]+ \/[^`?]*)/gm)].map(([, request]) => request)
  const known = restRoutes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
  expect(listed).toEqual(known)
})
