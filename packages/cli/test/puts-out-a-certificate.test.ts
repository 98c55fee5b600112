import { join } from 'node:path'
import { expect, test } from 'vitest'
import { certificate, command, folder, write } from './symbolon.ts'

const appId = '0123456789abcdef0123456789abcdef'
const emergency = ['cert', 'rotate', '--emergency', '--reason', 'it leaked'] as const
let count = 0

/** A data folder of its own, with a project and a temporary token of it. */
async function shop() {
  const env = { SYMBOLON_DATA_DIR: join(folder, `leak-${++count}`) }
  const text = async (args: readonly string[], how: object = {}) =>
    await command(args, { env, ...how })
  const run = async (...args: readonly string[]) => {
    const { code, stdout } = await text([...args, '--json'])
    return { code, ...JSON.parse(stdout) }
  }
  await run('project', 'create', '--name', 'Shop')
  await run('token', 'temp', '--channel', 'lobby')
  const states = async () =>
    (await run('cert', 'list')).data.certificates.map(({ state }: { state: string }) => state)
  return { env, text, run, states }
}

test('a dry run says what would end, and does nothing', async () => {
  const { text, states } = await shop()
  const { code, stdout } = await text([...emergency, '--dry-run'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^a new certificate would sign from now on\nc_.*: 1 unexpired tokens end/)
  expect(stdout).toMatch(/\n {2}lobby {2}1 grant, 1 may publish, until .*Z\nnothing was done\n$/)
  expect(await states()).toEqual(['active'])
})

test('who sits at a terminal types the name of the project, and a script says --yes', async () => {
  const { text, run, states } = await shop()
  expect(await text(emergency)).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') })
  const wrong = await text(emergency, { input: 'shop\n', typing: true })
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing was done') })
  expect(wrong.stderr).toContain('1 unexpired tokens end')
  expect(await states()).toEqual(['active'])
  const right = await text(emergency, { input: 'Shop\n', typing: true })
  expect(right).toMatchObject({ code: 0, stdout: expect.stringContaining('signs from now on') })
  expect(await states()).toEqual(['active', 'draining'])
  await run('cert', 'delete', 'secondary', '--reason', 'it leaked')
  const { data } = await run(...emergency, '--yes')
  expect(data).toMatchObject({ done: true, toll: { unexpiredTokens: 0 }, byHand: [] })
  expect(data.project.certificates[1].disabledBecause).toBe('it leaked')
})

test('an imported project brings the certificate of the vendor’s console, and is told what is left to do', async () => {
  const env = { SYMBOLON_DATA_DIR: join(folder, `leak-${++count}`) }
  const text = async (...args: readonly string[]) => await command(args, { env })
  const file = (secret: string) => `@${write(`secret-${++count}.txt`, secret)}`
  const importing = ['project', 'import', '--app-id', appId, '--name', 'Live'] as const
  await text(...importing, '--certificate', file(certificate))
  expect((await text(...emergency, '--yes')).stderr).toContain('needs the certificate')
  const done = await text(...emergency, '--yes', '--certificate', file('c'.repeat(32)))
  expect(done.stdout.match(/! In the vendor's console: \w+/g)).toEqual(
    ['Add', 'Swap', 'Disable'].map((step) => `! In the vendor's console: ${step}`),
  )
  expect(done.stdout).not.toContain('c'.repeat(32))
})

test('without the word nobody is put out, and without a reason neither', async () => {
  const { text, states } = await shop()
  const lines = [
    ['cert', 'rotate', '--reason', 'x', '--yes'],
    ['cert', 'rotate', '--emergency'],
  ]
  for (const args of lines) expect((await text(args)).code).toBe(2)
  expect((await text(['cert', 'rotate', '--emergency', '--reason', ' ', '--yes'])).code).toBe(2)
  expect(await states()).toEqual(['active'])
})
