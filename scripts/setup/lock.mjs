import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const beatMs = 1_000
const pollMs = 100
/** A holder that is alive but has not touched its lock for so long is another process with a used-again pid. */
const silenceMs = 30_000

/**
 * Runs `work` while no other process runs under the same lock file; waits for its turn.
 * A lock left by a process that died is taken over.
 *
 * @template Result
 * @param {string} file
 * @param {() => Promise<Result>} work
 * @param {{ onWait?: (pid: number) => void }} [options] - `onWait` is called once, before waiting
 * @returns {Promise<Result>}
 */
export async function withLock(file, work, options = {}) {
  mkdirSync(dirname(file), { recursive: true })
  await acquire(file, options.onWait ?? (() => {}))
  const beat = setInterval(() => touch(file), beatMs)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    rmSync(file, { force: true })
  }
}

async function acquire(file, onWait) {
  let waitedFor
  let seen = { mtimeMs: 0, at: 0 }
  while (!tryTake(file)) {
    const held = read(file)
    if (held === undefined) continue // released between the two looks
    if (waitedFor === undefined) onWait(held.pid)
    waitedFor ??= held.pid
    // Silence is measured from our own first look: after a machine's sleep every beat is old.
    if (held.mtimeMs !== seen.mtimeMs) seen = { mtimeMs: held.mtimeMs, at: performance.now() }
    const silent = performance.now() - seen.at > silenceMs
    if (silent || !isAlive(held.pid)) takeAway(file, held.pid)
    else await pause(pollMs)
  }
}

/** Creates the lock with its content in one step (a link), so nobody can read it half written. */
function tryTake(file) {
  if (existsSync(file)) return false
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, String(process.pid))
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Removes a dead holder's lock. A rename, for only one of several waiters can win it. */
function takeAway(file, deadPid) {
  const taken = `${file}.${process.pid}.dead`
  try {
    renameSync(file, taken)
  } catch (error) {
    if (error.code === 'ENOENT') return // another waiter was first
    throw error
  }
  const wasAnothers = Number(readFileSync(taken, 'utf8')) !== deadPid
  if (wasAnothers) restore(taken, file)
  rmSync(taken, { force: true })
}

function restore(taken, file) {
  try {
    linkSync(taken, file)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
}

function read(file) {
  try {
    return { pid: Number(readFileSync(file, 'utf8')), mtimeMs: statSync(file).mtimeMs }
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function isAlive(pid) {
  if (pid === process.pid) return false // ours from an earlier life: this process does not hold it
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM' // there, but another user's
  }
}

function touch(file) {
  try {
    utimesSync(file, new Date(), new Date())
  } catch {
    // taken away while this process slept; what it does is still right, only no longer alone
  }
}
