/** The known word that was probably meant, or none. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const distances = known.map((word) => ({ word, distance: editDistance(typed, word) }))
  const [best] = distances.sort((a, b) => a.distance - b.distance)
  return best && best.distance <= 1 + typed.length / 4 ? best.word : undefined
}

function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1]
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1]! + (letter === to[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[to.length]!
}
