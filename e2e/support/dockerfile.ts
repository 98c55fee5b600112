import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Instruction {
  readonly name: string
  readonly text: string
}

/** The Dockerfile's stages, each with its instructions; continued lines joined, comments left out. */
export function readStages(root: string): Instruction[][] {
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8').replace(/\\\n/g, ' ')
  const stages: Instruction[][] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const [name = '', ...rest] = line.split(' ')
    if (name === 'FROM') stages.push([])
    stages.at(-1)?.push({ name, text: rest.join(' ').trim() })
  }
  return stages
}

/** The texts of all instructions of one name: `textsOf('ENV', stage)`. */
export function textsOf(name: string, instructions: readonly Instruction[]): string[] {
  return instructions.filter((instruction) => instruction.name === name).map(({ text }) => text)
}

/** `["node", "x"]`, also behind options as in `--interval=10s CMD ["node", "x"]`. */
export function execForm(text = ''): string[] {
  return JSON.parse(text.slice(text.indexOf('[')))
}
