import { expect, test } from 'vitest'
import { read } from '../docs/pages.ts'

test.each([
  ['examples/web/main.js'],
  ['examples/react/main.jsx'],
  ['examples/node-bot/bot.js'],
  ['examples/android-kotlin/TokenKeeper.kt'],
])('%s is at most 80 lines', (file) => {
  expect(read(file).trimEnd().split('\n').length).toBeLessThanOrEqual(80)
})
