import { usageError } from '../errors.ts'

/** A page of the ledger. @throws CommandError `USAGE` when no page gave `after` */
export async function pageFrom<Page>(
  after: string | undefined,
  find: () => Promise<Page>,
): Promise<Page> {
  try {
    return await find()
  } catch (error) {
    if (after === undefined || !(error instanceof RangeError)) throw error
    throw usageError('--after is what the page before said after "more"')
  }
}
