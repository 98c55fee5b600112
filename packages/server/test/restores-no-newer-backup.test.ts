import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { backUp } from '../src/operate/back-up.ts'
import { restore } from '../src/operate/restore.ts'
import { acting } from './acting.ts'
import { keptProject } from './authority.ts'
import { temporaryFolder } from './fixture.ts'

test('a backup that a newer version wrote is not put in place', async () => {
  const act = acting(1_800_000_000)
  const { dataDir } = await keptProject()
  const folder = temporaryFolder()
  const [file, other] = [join(folder, 'kept.backup'), temporaryFolder()]
  await backUp({ env: { SYMBOLON_DATA_DIR: dataDir }, cwd: folder }, file, act)
  const database = new DatabaseSync(file)
  database.exec("insert into kysely_migration values ('9999-later', '2030-01-01')")
  database.close()
  const restored = restore({ env: { SYMBOLON_DATA_DIR: other }, cwd: folder }, file, {
    force: false,
    act,
  })
  await expect(restored).rejects.toThrow('the backup was written by a newer version')
  expect(readdirSync(other)).toEqual([])
})
