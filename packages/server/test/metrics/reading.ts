/** What of the text of `/metrics` begins with a name and these labels, as name-with-labels and value. */
export function samples(text: string, start: string): Record<string, number> {
  const lines = text.split('\n').filter((line) => line.startsWith(start))
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.lastIndexOf(' ')
      return [line.slice(0, at), Number(line.slice(at + 1))]
    }),
  )
}
