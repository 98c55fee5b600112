import { test } from 'vitest'
import { renewTwice } from './renewal-waves.ts'

test('50,000 clients whose tokens end together', () => renewTwice(50_000))
