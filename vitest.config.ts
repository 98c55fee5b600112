import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Of these packages every file would load the same modules again, which takes as long as their tests: it is done once a worker. */
const together = ['packages/server/test/**/*.test.ts', 'packages/cli/test/**/*.test.ts']

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'together', include: together, isolate: false } },
      {
        extends: true,
        test: {
          name: 'apart',
          include: [
            'packages/*/test/**/*.test.ts',
            'e2e/**/*.test.ts',
            'scripts/test/**/*.test.ts',
          ],
          exclude: [...together, '**/node_modules/**'],
        },
      },
    ],
    sequence: { shuffle: true },
    // many tests wait for a browser or for a token's end: three at a time also where there are two cores
    maxWorkers: Math.max(3, availableParallelism() - 1),
    // against hanging, not against slow machines
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
})
