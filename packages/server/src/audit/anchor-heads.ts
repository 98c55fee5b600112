import type { Audit } from './audit.ts'
import type { Head } from './chain.ts'

const everyMs = 3_600_000

/**
 * Tells where the chains end, once an hour, those that grew: in a log that is kept elsewhere that shows
 * later that nobody put an older database, or another one, in place of this.
 *
 * @param tell - hears "<App ID>:<number>:<hash>", as `symbolon audit verify --anchor` takes it
 */
export function anchorHeads(
  audit: Pick<Audit, 'heads'>,
  tell: (anchor: string) => void,
  onFault: (error: unknown) => void,
): { readonly stop: () => void } {
  let told = new Map<string, number>()
  const anchor = async () => {
    const heads = await audit.heads()
    for (const head of heads) if (told.get(head.chain) !== head.seq) tell(anchorOf(head))
    told = new Map(heads.map(({ chain, seq }) => [chain, seq]))
  }
  const timer = setInterval(() => void anchor().catch(onFault), everyMs).unref()
  return { stop: () => clearInterval(timer) }
}

function anchorOf({ chain, seq, hash }: Head): string {
  return `${chain}:${seq}:${hash}`
}
