import { useEffect, useState } from 'react'
import type { Demo } from './demo.ts'
import { useStore } from './store.ts'

/** Unix seconds on the platform's clock; moves on every second. */
export function useNow(demo: Demo): number {
  useStore(demo.store) // a jump shows at once
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return demo.now()
}
