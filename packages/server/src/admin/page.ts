import Type from 'typebox'
import { refuseField } from './route.ts'

export const usual = 50

/** The parameters of every list. */
export const pageQuery = Type.Object({
  limit: Type.Optional(
    Type.String({
      pattern: '^([1-9]\\d?|100)$',
      description: `How many at most, 1 to 100; ${usual} where it is left out.`,
    }),
  ),
  cursor: Type.Optional(
    Type.String({ description: '`nextCursor` of the page before; left out for the first.' }),
  ),
})

export const nextCursor = Type.Optional(
  Type.String({ description: 'Where the next page begins; absent on the last.' }),
)

interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor?: string
}

/** How much of a list is wanted, and behind what. */
export function sliceOf({ limit, cursor }: Readonly<Record<string, string | undefined>>) {
  return { limit: Number(limit ?? usual), cursor }
}

/**
 * A part of a list that only grows at its end. The cursor names the last item of the page before, so that nothing is
 * left out or shown twice, whatever was added meanwhile.
 *
 * @throws ServerError `REQUEST_INVALID` when the list has no such item
 */
export function pageOf<Item>(
  all: readonly Item[],
  idOf: (item: Item) => string,
  query: Readonly<Record<string, string | undefined>>,
): Page<Item> {
  const { limit, cursor } = sliceOf(query)
  const before = cursor === undefined ? -1 : all.findIndex((item) => idOf(item) === cursor)
  if (cursor !== undefined && before < 0) {
    throw refuseField('#/cursor', 'FIELD_VALUE', 'is not a cursor of this list')
  }
  const from = before + 1
  const items = all.slice(from, from + limit)
  const last = items.at(-1)
  const more = last !== undefined && from + items.length < all.length
  return more ? { items, nextCursor: idOf(last) } : { items }
}

/**
 * A part of a list that is in the order of its keys. The cursor is the last key of the page before, so that nothing is
 * left out or shown twice, whatever was added or taken away meanwhile.
 */
export function pageAfter<Item>(
  all: readonly Item[],
  keyOf: (item: Item) => string,
  { limit, cursor = '' }: Readonly<Record<string, string | undefined>>,
): Page<Item> {
  const after = all.filter((item) => keyOf(item) > cursor)
  const items = after.slice(0, Number(limit ?? usual))
  const last = items.at(-1)
  return last !== undefined && items.length < after.length
    ? { items, nextCursor: keyOf(last) }
    : { items }
}
