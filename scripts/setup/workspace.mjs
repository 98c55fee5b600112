import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's folder, whatever the working directory is. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/**
 * The package folders named in the root package.json, relative to it.
 * @param {string} [folder]
 * @returns {string[]}
 */
export function workspaces(folder = root) {
  return readManifest(folder).workspaces
}

/**
 * @param {string} folder
 * @returns {any} its package.json
 */
export function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}
