import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.md': 'text/plain; charset=utf-8',
}

export interface PublicFile {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** What is built of a page, in memory. Only what was there at the start can be asked for, by its exact path. */
export interface PublicFiles {
  /** `path`: such as `/` for index.html, or `/assets/index-1a2b3c.js` */
  readonly find: (path: string) => PublicFile | undefined
}

/**
 * Reads a folder that `npm run build` has made; undefined when it is not there.
 *
 * @param pageHeaders - for HTML alone, such as its content security policy
 */
export function readPublicFiles(
  folder: string,
  pageHeaders: Readonly<Record<string, string>>,
): PublicFiles | undefined {
  const files = new Map<string, PublicFile>()
  for (const file of filesIn(folder)) {
    const path = `/${relative(folder, file).split(sep).join('/')}`
    files.set(
      path.replace(/^\/index\.html$/, '/'),
      publicFile(path, readFileSync(file), pageHeaders),
    )
  }
  return files.has('/') ? { find: (path) => files.get(path) } : undefined
}

function publicFile(
  path: string,
  body: Buffer,
  pageHeaders: Readonly<Record<string, string>>,
): PublicFile {
  const type = types[extname(path)] ?? 'application/octet-stream'
  const hashed = path.startsWith('/assets/') // their names change with their content
  const headers = {
    'content-type': type,
    'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    ...(path.endsWith('.html') ? { 'referrer-policy': 'no-referrer', ...pageHeaders } : {}),
  }
  return { headers, body }
}

/** Whether the browser has this very file: the value of `If-None-Match`. */
export function isUnchanged({ headers }: PublicFile, ifNoneMatch: string | undefined): boolean {
  const tags = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return tags?.includes(headers.etag!) === true
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return []
    throw error
  }
}
