import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { sep } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Every file of these would load the same modules again, which takes as long as their tests: it is done once a worker. But
 * one measures the memory of its process.
 */
const together = [
  'packages/{client,server}/test/**/*.test.ts',
  'packages/emulator/test/**/!(ten-thousand-sessions).test.ts',
]

/** In random order, but those of e2e first: they are the longest, and one of them begun last is waited for alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { seed } = this.ctx.config.sequence
    const place = ({ moduleId }: TestSpecification) =>
      (moduleId.includes(`${sep}e2e${sep}`) ? '0' : '1') +
      createHash('sha256').update(`${seed} ${moduleId}`).digest('hex')
    return [...files].sort((a, b) => (place(a) < place(b) ? -1 : 1))
  }
}

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
    sequence: { shuffle: true, sequencer: LongestFirst },
    // many tests wait for a browser or for a token's end: three at a time also where there are two cores
    maxWorkers: Math.max(3, availableParallelism() - 1),
    // against hanging, not against slow machines
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
})
