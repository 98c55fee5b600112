/** Finds what is filed under the beginnings of a text, in as many steps as the text has characters. */
export class PrefixTree<Value> {
  private readonly top: Node<Value> = { begins: [], is: [], next: undefined }

  /** What is filed under exactly this text (`whole`), or under all that begin so: to be added to. */
  at(text: string, whole: boolean): Value[] {
    let node = this.top
    for (const character of text) {
      node.next ??= new Map()
      let next = node.next.get(character)
      if (next === undefined) {
        next = { begins: [], is: [], next: undefined }
        node.next.set(character, next)
      }
      node = next
    }
    return whole ? node.is : node.begins
  }

  /** What a text falls under. */
  find(text: string, visit: (values: readonly Value[]) => void): void {
    let node: Node<Value> | undefined = this.top
    for (const character of text) {
      if (node.begins.length > 0) visit(node.begins)
      node = node.next?.get(character)
      if (node === undefined) return
    }
    visit(node.begins)
    visit(node.is)
  }

  /** What any text that begins so may fall under. */
  findAny(start: string, visit: (values: readonly Value[]) => void): void {
    let node: Node<Value> | undefined = this.top
    for (const character of start) {
      visit(node.begins)
      node = node.next?.get(character)
      if (node === undefined) return
    }
    visitAll(node, visit)
  }
}

interface Node<Value> {
  readonly begins: Value[]
  readonly is: Value[]
  next: Map<string, Node<Value>> | undefined
}

function visitAll<Value>(node: Node<Value>, visit: (values: readonly Value[]) => void): void {
  visit(node.begins)
  visit(node.is)
  for (const next of node.next?.values() ?? []) visitAll(next, visit)
}
