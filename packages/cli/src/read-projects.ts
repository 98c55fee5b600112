import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Project } from '@symbolon/emulator'
import { usageError } from './errors.ts'

const mostBytes = 1024 * 1024
const known = [
  'appId',
  'name',
  'enabled',
  'certificate',
  'secondary',
  'appIdOnly',
  'coHostAuthentication',
]

/**
 * The projects of a JSON file: `{ "projects": [{ "appId", "certificate", … }] }`, fields as in the
 * emulator's `Project`. What they must hold is the emulator's to check.
 *
 * @throws CommandError `USAGE` that repeats nothing of the file but names of fields
 */
export function readProjects(path: string, cwd: string): readonly Project[] {
  const content = parse(read(resolve(cwd, path), path), path)
  const projects = isObject(content) ? content.projects : undefined
  if (!Array.isArray(projects) || projects.length === 0 || !projects.every(isObject)) {
    throw usageError(`${path} holds no { "projects": [{ "appId": … }] }`)
  }
  for (const project of projects) {
    const unknown = Object.keys(project).find((name) => !known.includes(name))
    if (unknown !== undefined) {
      throw usageError(`${path}: a project has no field "${unknown.slice(0, 40)}"`)
    }
    if (typeof project.appId !== 'string') throw usageError(`${path}: a project has no appId`)
  }
  return projects as unknown as readonly Project[]
}

function read(file: string, path: string): string {
  try {
    if (statSync(file).size > mostBytes) throw new RangeError('it is larger than 1 MiB')
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw usageError(`${path} cannot be read: ${code ?? message}`)
  }
}

/** The parser's own message would repeat a piece of the file, which holds certificates. */
function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw usageError(`${path} is not JSON`)
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
