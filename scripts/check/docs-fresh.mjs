import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../setup/workspace.mjs'
import { generatedDocs } from './generated-docs.mjs'

/**
 * Every generated page is what its generator prints now.
 * @returns {import('./tool.mjs').Outcome}
 */
export function checkDocs() {
  const lines = generatedDocs.flatMap(({ file, command }) => {
    const { text, error } = generate(command)
    if (error !== undefined) return [`${file}: ${command.join(' ')} failed\n${error}`]
    return text === read(file)
      ? []
      : [`${file} is not what \`${command.join(' ')}\` prints: run \`npm run docs\``]
  })
  return { ok: lines.length === 0, output: lines.join('\n') }
}

/**
 * Writes every generated page anew.
 * @returns {number} exit code
 */
export function writeDocs() {
  let exitCode = 0
  for (const { file, command } of generatedDocs) {
    const { text, error } = generate(command)
    if (error === undefined) writeFileSync(join(root, file), text)
    else exitCode = 1
    console.log(error === undefined ? `wrote ${file}` : `${file}: ${error}`)
  }
  return exitCode
}

function generate(command) {
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: root,
    encoding: 'utf8',
  })
  return status === 0 ? { text: stdout } : { text: '', error: stderr }
}

function read(file) {
  try {
    return readFileSync(join(root, file), 'utf8')
  } catch {
    return undefined
  }
}
