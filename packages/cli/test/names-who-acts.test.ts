import { userInfo } from 'node:os'
import { expect, test } from 'vitest'
import { ownName } from '../src/owner/own-name.ts'

test('who acts is called as the system calls them', () => {
  expect(ownName()).toBe(userInfo().username)
})

test('who has a number and no name, as in many containers, acts under the number', () => {
  const nameless = () => {
    throw new Error('uv_os_get_passwd returned ENOENT')
  }
  expect(ownName(nameless)).toMatch(/^uid (\d+|unknown)$/)
})
