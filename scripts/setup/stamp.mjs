import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/**
 * One hash over files (path below `root` and content) and whatever else the result depends on.
 * @param {string} root
 * @param {string[]} files
 * @param {string[]} [others]
 * @returns {string} 64 hex characters
 */
export function hashFiles(root, files, others = []) {
  const hash = createHash('sha256')
  for (const other of others) hash.update(`${other}\n`)
  for (const file of [...files].sort()) {
    const content = readFileSync(file)
    hash.update(`${relative(root, file)}\n${content.length}\n`).update(content)
  }
  return hash.digest('hex')
}

/**
 * Every file below a folder; none when there is no such folder.
 * @param {string} folder
 * @returns {string[]}
 */
export function filesBelow(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  } catch (error) {
    if (error.code === 'ENOENT') return []
    throw error
  }
}

/**
 * @param {string} file
 * @returns {string | undefined}
 */
export function readStamp(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/**
 * Runs `work` with the stamp away, and writes it only after success: work cut short is done again.
 * @param {string} file
 * @param {string} value
 * @param {() => Promise<void>} work
 */
export async function stamped(file, value, work) {
  rmSync(file, { force: true })
  await work()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, value)
}
