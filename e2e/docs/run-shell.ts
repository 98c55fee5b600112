import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import type { Block } from './blocks.ts'
import type { Desk } from './desk.ts'

interface Command {
  readonly line: string
  /** lines that are printed in the page; absent = none are, and it has to succeed */
  readonly printed?: readonly string[]
}

/** What came of a command. */
export interface Ran {
  readonly line: string
  readonly printed: readonly string[] | undefined
  readonly output: string
  readonly exitCode: number
}

/** Runs these blocks of one page one after the other, in one shell. */
export async function runShell(blocks: readonly Block[], desk: Desk): Promise<Ran[]> {
  const commands = blocks.flatMap(commandsOf)
  const script = commands.map(
    ({ line }, at) => `${desk.here(line)}\nprintf '\\n\\036${at} %s\\036' $?`,
  )
  const child = spawn('sh', ['-c', `exec 2>&1\n${script.join('\n')}`], {
    cwd: desk.home,
    env: desk.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const parts = (await text(child.stdout)).split('\u001e')
  return commands.map(({ line, printed }, at) => {
    const [nth, exitCode] = (parts[2 * at + 1] ?? 'none').split(' ')
    if (nth !== `${at}`) throw new Error(`the shell ended before: ${line}`)
    return { line, printed, output: parts[2 * at]!.trim(), exitCode: Number(exitCode) }
  })
}

/** A block in `sh` is one command; in `console` each begins with `$ ` and what it prints comes after it. */
function commandsOf({ language, code }: Block): Command[] {
  if (language === 'sh') return [{ line: code.trimEnd() }]
  return code
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const lines = part.trimEnd().split('\n')
      const last = lines.findIndex((line) => !line.endsWith('\\'))
      const line = lines.slice(0, last + 1).join('\n')
      return { line, printed: lines.slice(last + 1).filter((one) => one.trim() !== '') }
    })
}

/** The first printed line that the output does not have after those before it; `…` stands for anything. */
export function firstMissing(printed: readonly string[], output: string): string | undefined {
  const lines = output.split('\n').map((line) => line.trim())
  let from = 0
  for (const wanted of printed) {
    const parts = wanted.trim().split('…').map(escapeRegExp)
    const pattern = new RegExp(`^${parts.join('.*')}$`)
    const at = lines.findIndex((line, index) => index >= from && pattern.test(line))
    if (at < 0) return wanted
    from = at + 1
  }
  return undefined
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
