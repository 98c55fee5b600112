import { join } from 'node:path'
import type { Project } from '@symbolon/emulator'
import { type Authority, ownAuthority } from '@symbolon/server/project'
import { expect, onTestFinished, test } from 'vitest'
import { mirrorProjects } from '../src/mirror-projects.ts'
import { folder } from './symbolon.ts'

let count = 0
const act = { by: { kind: 'owner', id: 'ana' }, at: 1_800_000_000 } as const

async function begun() {
  const env = { SYMBOLON_DATA_DIR: join(folder, `mirror-${++count}`) }
  const open = () => ownAuthority({ env, cwd: folder })
  const authority = await open()
  onTestFinished(() => authority.close())
  const create = async (name: string) =>
    (await authority.console.create({ name }, act)).project.appId
  return { authority, open, create }
}

/** A certificate that no key opens. */
async function spoil({ store }: Authority, appId: string): Promise<void> {
  const note = { chain: appId, action: 'project.changed', ...act, about: {} } as const
  await store.changeProject(
    appId,
    (project) => ({
      ...project,
      certificates: project.certificates.map((one) => ({ ...one, sealed: new Uint8Array(60) })),
    }),
    () => note,
  )
}

test('a project that cannot be opened keeps no other from the emulator', async () => {
  const { authority, open, create } = await begun()
  const [bad, good] = [await create('bad'), await create('good')]
  await spoil(authority, bad)
  const faults: unknown[] = []
  const mirror = await mirrorProjects(await open(), (error) => faults.push(error))
  onTestFinished(() => mirror.stop())
  expect(mirror.projects.map(({ appId }) => appId)).toEqual([good])
  expect(faults).toHaveLength(1)
  const heard: Project[] = []
  mirror.follow((project) => heard.push(project))
  const later = await create('later')
  await authority.console.setEnabled(good, false, act)
  await expect
    .poll(() => heard.map(({ appId, enabled }) => [appId, enabled]))
    .toEqual(
      expect.arrayContaining([
        [good, false],
        [later, true],
      ]),
    )
})

test('one that the emulator does not take keeps no other from it', async () => {
  const { open, create } = await begun()
  const mirror = await mirrorProjects(await open(), () => undefined)
  onTestFinished(() => mirror.stop())
  const [odd, good] = [await create('odd'), await create('good')]
  const heard: string[] = []
  mirror.follow(({ appId }) => {
    if (appId === odd) throw new RangeError('not this one')
    heard.push(appId)
  })
  await expect.poll(() => heard).toContain(good)
})
