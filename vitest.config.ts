import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'e2e/**/*.test.ts', 'scripts/test/**/*.test.ts'],
    sequence: { shuffle: true },
    // against hanging, not against slow machines
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
