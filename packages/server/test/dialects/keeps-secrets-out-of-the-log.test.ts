import { expect, test } from 'vitest'
import { dialectApp, project } from './fixture.ts'
import { originals } from './originals.ts'
import { replay } from './replay.ts'

for (const { title, name, settings, recordings } of originals) {
  test(`answering like ${title} logs no token and no certificate, not even strictly`, async () => {
    const { app, lines } = await dialectApp({ ...settings, strict: new Set([name]) })
    for (const recording of recordings) await replay(app, recording)
    const text = JSON.stringify(lines)
    expect(lines.length).toBeGreaterThan(0)
    expect(text).not.toContain(project.certificate)
    expect(text).not.toMatch(/00[67][\w+/=]{60,}/)
  })
}
