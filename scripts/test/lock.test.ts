import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from '../setup/lock.mjs'

let folder: string
let lock: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'symbolon-lock-'))
  lock = join(folder, '.cache', 'setup.lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('is free again after the work, also after work that throws', async () => {
  await expect(withLock(lock, () => Promise.reject(new Error('disk full')))).rejects.toThrow(
    'disk full',
  )
  expect(await withLock(lock, () => Promise.resolve(existsSync(lock)))).toBe(true)
  expect(existsSync(lock)).toBe(false)
})

test('processes take turns', async () => {
  const diary = join(folder, 'diary')
  const codes = await Promise.all([1, 2, 3, 4].map((name) => endOf(worker(diary, name))))
  expect(codes).toEqual([0, 0, 0, 0])
  const lines = readFileSync(diary, 'utf8').trim().split('\n')
  expect(lines).toHaveLength(8)
  for (let i = 0; i < lines.length; i += 2)
    expect(lines[i + 1]).toBe(lines[i]?.replace('in', 'out'))
})

test('a lock whose process died is taken over', async () => {
  const child = spawn(process.execPath, ['-e', ''])
  await endOf(child)
  await withLock(lock, () => Promise.resolve())
  writeFileSync(lock, String(child.pid))
  expect(await withLock(lock, () => Promise.resolve('worked'))).toBe('worked')
})

test('whoever waits is told for whom', async () => {
  const waits: number[] = []
  const order: string[] = []
  const first = withLock(lock, async () => {
    writeFileSync(lock, '1') // as if held by another live process
    await expect.poll(() => waits).toEqual([1])
    order.push('first')
  })
  await expect.poll(() => existsSync(lock) && readFileSync(lock, 'utf8')).toBe('1')
  const second = withLock(lock, async () => order.push('second'), {
    onWait: (pid) => waits.push(pid),
  })
  await Promise.all([first, second])
  expect(order).toEqual(['first', 'second'])
})

/** A process that writes `in N`, does some slow writing, then writes `out N`, all under the lock. */
function worker(diary: string, name: number) {
  const lockModule = pathToFileURL(join(import.meta.dirname, '..', 'setup', 'lock.mjs')).href
  const code = `
    import { appendFile, writeFile } from 'node:fs/promises'
    import { withLock } from ${JSON.stringify(lockModule)}
    const [lock, diary, name] = ${JSON.stringify([lock, diary, String(name)])}
    await withLock(lock, async () => {
      await appendFile(diary, 'in ' + name + '\\n')
      for (let i = 0; i < 50; i += 1) await writeFile(diary + name, 'x'.repeat(i))
      await appendFile(diary, 'out ' + name + '\\n')
    })`
  return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' })
}

function endOf(child: ReturnType<typeof spawn>): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve))
}
