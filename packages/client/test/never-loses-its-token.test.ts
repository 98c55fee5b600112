import { test } from 'vitest'
import { judgeDays } from './judge-days.ts'

test('300 sessions live through a day of faults; 10,000 in the long tests', () => judgeDays(300))
