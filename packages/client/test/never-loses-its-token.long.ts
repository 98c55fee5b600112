import { test } from 'vitest'
import { judgeDays } from './judge-days.ts'

test('10,000 sessions live through a day of faults', () => judgeDays(10_000))
