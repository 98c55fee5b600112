import { oneAfterAnother } from './one-after-another.ts'

/** Something of the store that a server has in memory, so that no request waits for a database. */
export interface ReadModel<Value> {
  /** what `/readyz?verbose` calls it */
  readonly name: string
  /** differs when there is something new to read: see `Store.revision` */
  readonly revision: () => Promise<string>
  /** reads, and changes nothing here: an answer that comes too late is thrown away */
  readonly read: () => Promise<Value>
  /** puts it in the place of what was known */
  readonly take: (value: Value) => void
  /** it cannot be read; what was known before goes on */
  readonly onFault: (error: unknown) => void
}

/** How long ago what is in memory was found to be what is kept. */
export interface Freshness {
  readonly name: string
  readonly ageSeconds: () => number
}

export interface KeptFresh extends Freshness {
  /**
   * Reads it again if it differs; every second by itself.
   *
   * @throws whatever the store throws; an Error when it does not answer within 5 seconds
   */
  readonly refresh: () => Promise<void>
  readonly stop: () => void
}

const everyMs = 1000
const deadlineMs = 5000

/** Reads it once, then again whenever somebody changed something, until it is stopped. */
export async function keepFresh<Value>(model: ReadModel<Value>): Promise<KeptFresh> {
  let revision: string | undefined
  let freshAtMs = performance.now()
  const refresh = oneAfterAnother(async () => {
    const beganAtMs = performance.now()
    const latest = await inTime(model.name, newer(model, revision))
    if (latest !== undefined) {
      model.take(latest.value)
      revision = latest.revision
    }
    freshAtMs = beganAtMs // what was so when it was asked for
  })
  await refresh()
  const timer = setInterval(() => void refresh().catch(model.onFault), everyMs).unref()
  return {
    name: model.name,
    ageSeconds: () => (performance.now() - freshAtMs) / 1000,
    refresh,
    stop: () => clearInterval(timer),
  }
}

/** Undefined when nothing was changed. */
async function newer<Value>(
  { revision, read }: ReadModel<Value>,
  known: string | undefined,
): Promise<{ readonly revision: string; readonly value: Value } | undefined> {
  const latest = await revision()
  if (latest === known) return undefined
  return { revision: latest, value: await read() } // in this order: what changes meanwhile is read again
}

async function inTime<Value>(name: string, answer: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    const error = new Error(`${name} were not read within ${deadlineMs / 1000} seconds`)
    timer = setTimeout(() => reject(error), deadlineMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
