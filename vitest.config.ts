import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'e2e/**/*.test.ts', 'scripts/test/**/*.test.ts'],
    sequence: { shuffle: true },
    // many tests wait for a browser or for a token's end: three at a time also where there are two cores
    maxWorkers: Math.max(3, availableParallelism() - 1),
    // against hanging, not against slow machines
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
})
