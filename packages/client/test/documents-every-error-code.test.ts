import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isTokenSourceError, TokenSourceError, tokenSourceErrorCodes } from '@symbolon/client'
import { expect, test } from 'vitest'

test('the README lists exactly the codes there are', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
  const listed = Array.from(readme.matchAll(/^\| `([A-Z_]+)` \|/gm), ([, code]) => code)
  expect(listed).toEqual([...tokenSourceErrorCodes])
})

test('errors of another copy of the package are known', () => {
  const error = new TokenSourceError('TOKEN_REFUSED', 'no', { status: 403 })
  const other = Object.assign(new Error('no'), { name: 'TokenSourceError', code: 'TOKEN_REFUSED' })
  expect([error, other, new Error('no'), undefined].map(isTokenSourceError)).toEqual([
    true,
    true,
    false,
    false,
  ])
  expect(error).toMatchObject({ status: 403, retryAfterSeconds: 0 })
})
