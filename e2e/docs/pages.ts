import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root: string = join(import.meta.dirname, '../..')

/** The pages below a folder, at any depth. */
function below(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join(folder, path))
}

/** The README of each folder in this one. */
function readmesIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .map((name) => join(folder, name, 'README.md'))
    .filter((path) => existsSync(join(root, path)))
}

/** Pages whose blocks are run. */
export const pages: readonly string[] = [
  'README.md',
  ...below('docs'),
  ...readmesIn('packages'),
  ...readmesIn('examples'),
].sort()

/** Pages whose links are followed. */
export const linkedPages: readonly string[] = [
  ...pages,
  ...['ARCHITECTURE', 'CHANGELOG', 'CONTRIBUTING', 'SECURITY'].map((name) => `${name}.md`),
  'bench/README.md',
]

export function read(page: string): string {
  return readFileSync(join(root, page), 'utf8')
}
