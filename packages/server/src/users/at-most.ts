/**
 * Lets so many acts run at a time, and so many wait; who comes beyond is refused with what `busy` makes.
 */
export function atMost(
  { running: most, waiting: mostWaiting }: { readonly running: number; readonly waiting: number },
  busy: () => Error,
): <Result>(act: () => Promise<Result>) => Promise<Result> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (act) => {
    if (running < most) running++
    else if (waiting.length >= mostWaiting) throw busy()
    else await new Promise<void>((resolve) => waiting.push(resolve)) // takes the place of who ends
    try {
      return await act()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }
}
