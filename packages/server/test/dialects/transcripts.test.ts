import { expect, test } from 'vitest'
import { dialectApp } from './fixture.ts'
import { mended } from './mended.ts'
import { type Original, originals, type Recording } from './originals.ts'
import { differences, replay } from './replay.ts'

/** Faults that no setting restores: a stack trace in the page, and RTM tokens of 56 years. */
const neverRestored: Readonly<Partial<Record<Original['name'], readonly string[]>>> = {
  'demo-server': ['rtc, repeated channelName'],
  'agora-node-token-server': ['rtc expiry too large'],
  'fetch-token': ['documented', 'uid missing'],
}

for (const original of originals) {
  const { title, name, settings } = original
  test(`strict, answers like ${title}`, async () => {
    const { app } = await dialectApp({ ...settings, strict: new Set([name]) })
    const found = await replayAll(app, original.recordings)
    expect(found.filter((line) => !isNeverRestored(original, line))).toEqual([])
  })

  test(`answers like ${title}, without its faults`, async () => {
    const { app } = await dialectApp(settings)
    const expected = original.recordings.map((recording) => {
      const mend = mended[name][recording.name]
      return mend ? { ...recording, response: mend(recording.response) } : recording
    })
    const found = await replayAll(app, expected)
    // pages of other origins may read every answer, not only those the original opened to them
    expect(found.filter((line) => !line.endsWith('instead of none'))).toEqual([])
  })
}

test('the recordings are there', () => {
  const count = originals.map(({ recordings }) => recordings.length)
  expect(count).toEqual([14, 12, 26, 62, 5, 27, 6, 23, 29, 1, 4])
})

async function replayAll(
  app: Parameters<typeof replay>[0],
  recordings: readonly Recording[],
): Promise<string[]> {
  const found: string[] = []
  for (const recording of recordings) {
    const problems = differences(recording, await replay(app, recording))
    found.push(...problems.map((problem) => `${recording.name}: ${problem}`))
  }
  return found
}

function isNeverRestored({ name, recordings }: Original, line: string): boolean {
  const names = neverRestored[name] ?? []
  return names.some(
    (recorded) =>
      (line.startsWith(`${recorded}: body`) || line.startsWith(`${recorded}: claims`)) &&
      recordings.some((recording) => recording.name === recorded),
  )
}
