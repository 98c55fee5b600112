import { expect, onTestFinished, test, vi } from 'vitest'
import { testUnless } from '../../e2e/support/test-unless.ts'

test('what is missing is skipped loudly, and is a failure under CI', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  onTestFinished(() => warn.mockRestore())
  expect(testUnless(undefined, { CI: 'true' })).toBe(test)
  expect(testUnless('no curl', {})).not.toBe(test)
  expect(warn.mock.calls).toEqual([['SKIPPED, no curl']])
  expect(() => testUnless('no curl', { CI: 'true' })).toThrowError('no curl')
})
