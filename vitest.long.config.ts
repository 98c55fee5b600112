import { defineConfig } from 'vitest/config'

/** What takes minutes: `npm run test:long`. */
export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.long.ts', 'e2e/**/*.long.ts'],
    sequence: { shuffle: true },
    fileParallelism: false,
    testTimeout: 45 * 60_000,
    hookTimeout: 5 * 60_000,
  },
})
