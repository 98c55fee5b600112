/** One line of the outline of a token. */
export interface Branch {
  readonly name: string
  readonly title: string
  /** as written, texts in quotation marks; empty where `inner` has more */
  readonly value: string
  readonly inner: object | undefined
}

/** The lines of an object or a list. A service is called by its type, which then needs no line of its own. */
export function branchesOf(claims: object): Branch[] {
  const told = Object.entries(claims).filter(([name]) => name !== 'type')
  return told.map(([name, value]) => {
    const inner: object | undefined =
      typeof value === 'object' && value !== null ? value : undefined
    return { name, title: titleOf(name, inner), value: inner ? '' : JSON.stringify(value), inner }
  })
}

function titleOf(name: string, inner: object | undefined): string {
  return inner && 'type' in inner ? `${inner.type}` : name
}
