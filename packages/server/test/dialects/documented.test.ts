import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dialectNames } from '../../src/config/dialect-settings.ts'
import { dialects } from '../../src/dialects/dialects.ts'

const page = readFileSync(join(import.meta.dirname, '../../../../docs/dialects.md'), 'utf8')

test('docs/dialects.md has every dialect in its table and among the faults, and no other', () => {
  const inTable = [...page.matchAll(/^\| `([a-z-]+)` \| /gm)].map(([, name]) => name)
  const withFaults = [...page.matchAll(/^`([\w-]+)`:$/gm)].map(([, name]) => name)
  expect(inTable).toEqual(dialectNames)
  expect(withFaults).toEqual(dialectNames)
})

test('every dialect is one entry in the list', () => {
  expect(dialects).toHaveLength(dialectNames.length)
})
