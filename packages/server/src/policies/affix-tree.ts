/** Finds what is filed under the beginnings of a text, or its ends, in as many steps as the text has characters. */
export class AffixTree<Value> {
  private readonly top: Node<Value> = { parts: [], wholes: [], next: undefined }
  private readonly fromEnd: boolean

  constructor(side: 'start' | 'end') {
    this.fromEnd = side === 'end'
  }

  /** What is filed under exactly this text (`whole`), or under all that begin, or end, so: to be added to. */
  at(text: string, whole: boolean): Value[] {
    let node = this.top
    for (let step = 0; step < text.length; step++) {
      node.next ??= new Map()
      const character = this.characterOf(text, step)
      let next = node.next.get(character)
      if (next === undefined) {
        next = { parts: [], wholes: [], next: undefined }
        node.next.set(character, next)
      }
      node = next
    }
    return whole ? node.wholes : node.parts
  }

  /** What a text falls under. */
  find(text: string, visit: (values: readonly Value[]) => void): void {
    const node = this.walk(text, visit)
    if (node === undefined) return
    if (node.parts.length > 0) visit(node.parts)
    if (node.wholes.length > 0) visit(node.wholes)
  }

  /** What any text that begins, or ends, so may fall under. */
  findAny(affix: string, visit: (values: readonly Value[]) => void): void {
    const node = this.walk(affix, visit)
    if (node !== undefined) visitAll(node, visit)
  }

  private walk(text: string, visit: (values: readonly Value[]) => void): Node<Value> | undefined {
    let node: Node<Value> | undefined = this.top
    for (let step = 0; step < text.length; step++) {
      if (node.parts.length > 0) visit(node.parts)
      node = node.next?.get(this.characterOf(text, step))
      if (node === undefined) return undefined
    }
    return node
  }

  private characterOf(text: string, step: number): number {
    return text.charCodeAt(this.fromEnd ? text.length - 1 - step : step)
  }
}

interface Node<Value> {
  readonly parts: Value[]
  readonly wholes: Value[]
  next: Map<number, Node<Value>> | undefined
}

function visitAll<Value>(node: Node<Value>, visit: (values: readonly Value[]) => void): void {
  if (node.parts.length > 0) visit(node.parts)
  if (node.wholes.length > 0) visit(node.wholes)
  for (const next of node.next?.values() ?? []) visitAll(next, visit)
}
