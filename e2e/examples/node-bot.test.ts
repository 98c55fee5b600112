import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { blocksOf } from '../docs/blocks.ts'
import { read, root } from '../docs/pages.ts'

test('the bot joins, renews and puts out, as examples/node-bot/README.md shows', async () => {
  const [block] = blocksOf('README.md', read('examples/node-bot/README.md'))
  const [command = '', ...printed] = block!.code.split('\n')
  const [program, ...args] = command.replace(/^\$ /, '').split(' ')
  expect(program).toBe('node')
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  expect((await text(child.stdout)).split('\n')).toEqual(printed)
})
