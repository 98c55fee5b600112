import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { root } from '../setup/workspace.mjs'
import { generatedDocs } from './generated-docs.mjs'

/** @typedef {{ file: string, command: string[] }} GeneratedDoc - `command`: a script and its arguments */

/**
 * Every generated page is what its generator prints now.
 * @param {GeneratedDoc[]} [docs]
 * @returns {import('./tool.mjs').Outcome}
 */
export function checkDocs(docs = generatedDocs) {
  const lines = docs.flatMap(({ file, command }) => {
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
 * @param {GeneratedDoc[]} [docs]
 * @returns {number} exit code
 */
export function writeDocs(docs = generatedDocs) {
  let exitCode = 0
  for (const { file, command } of docs) {
    const { text, error } = generate(command)
    if (error === undefined) writeFileSync(resolve(root, file), text)
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
    return readFileSync(resolve(root, file), 'utf8')
  } catch {
    return undefined
  }
}
