import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { isPostgres, type OwnPlace } from '../../authority.ts'
import { urlHost } from '../../config/access.ts'
import { othersMay } from '../../project/others-may.ts'
import { type Finding, fail, ok, warn } from './finding.ts'

export function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const good = major > 20 || (major === 20 && minor >= 19)
  return good
    ? ok('Node', version)
    : fail('Node', `${version} is too old`, 'Install Node 20.19 or later.')
}

/** The data folder, and what others may do with the database in it. Nothing is made. */
export function folderFindings({ dataDir, place }: OwnPlace): Finding[] {
  if (!existsSync(dataDir)) return [ok('data folder', `${dataDir} is not there yet`)]
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    const remedy = 'Run as its owner, or set SYMBOLON_DATA_DIR to another.'
    return [fail('data folder', `${dataDir} cannot be written by this user`, remedy)]
  }
  const file = isPostgres(place) ? dataDir : place
  if (existsSync(file) && othersMay(statSync(file)) && file !== dataDir) {
    return [warn('data folder', `${file} can be read by others`, `chmod 600 '${file}'`)]
  }
  return [ok('data folder', dataDir)]
}

/** Whether the port could be listened on, and else whether a server of ours does. */
export async function portFinding(host: string, port: number): Promise<Finding> {
  const about = `port ${port}`
  const code = await new Promise<string | undefined>((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port }, () => server.close(() => resolve(undefined)))
  })
  if (code === undefined) return ok(about, `is free on ${host}`)
  if (code !== 'EADDRINUSE') {
    return fail(about, `cannot be listened on at ${host}: ${code}`, 'Set PORT or HOST.')
  }
  if (await isOurs(host, port)) return ok(about, 'a Symbolon server listens there')
  return fail(about, 'is taken by another program', 'Stop that, or choose another: PORT=8090.')
}

async function isOurs(host: string, port: number): Promise<boolean> {
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  try {
    const signal = AbortSignal.timeout(2000)
    const answer = await fetch(`http://${urlHost(reached)}:${port}/livez`, { signal })
    return (await answer.text()).slice(0, 100) === '{"status":"alive"}'
  } catch {
    return false
  }
}

const mostSkewSeconds = 30

/** Compares the clock with the `Date` of an answer. @param at - Unix seconds */
export async function clockFinding(url: string, at: () => number): Promise<Finding> {
  try {
    const { headers } = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(5000) })
    const theirs = Date.parse(headers.get('date') ?? '') / 1000
    if (Number.isNaN(theirs)) throw new Error('the answer tells no time')
    const skew = Math.round(at() - theirs)
    if (Math.abs(skew) <= mostSkewSeconds) return ok('clock', `${skew} seconds from theirs`)
    const text = `differs by ${skew} seconds: tokens are made for another time`
    return fail('clock', text, 'Let the machine set its clock by NTP.')
  } catch (error) {
    return warn('clock', `${url} cannot be asked: ${(error as Error).message}`, 'Try another.')
  }
}
