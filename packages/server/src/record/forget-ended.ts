import type { Ledger } from './ledger.ts'

const everyMs = 60_000
const keptSeconds = 86_400
const atOnce = 1000

/** Every minute forgets what ended more than a day ago, in parts, so that nobody waits long for the disk. */
export function forgetEnded(
  ledger: Pick<Ledger, 'forget'>,
  now: () => number,
  onFault: (error: unknown) => void,
): { readonly stop: () => void } {
  const timer = setInterval(() => void forget().catch(onFault), everyMs).unref()
  async function forget(): Promise<void> {
    const before = now() - keptSeconds
    while ((await ledger.forget(before, atOnce)) === atOnce);
  }
  return { stop: () => clearInterval(timer) }
}
