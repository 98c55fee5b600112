import { expect, test } from 'vitest'
import { renewalDueAt, withRenewAt } from '../src/renewal.ts'
import { busiestSecond, renewTwice } from './renewal-waves.ts'
import { randomOf } from './virtual-world.ts'

test.each([600, 3600, 6 * 3600, 86_400])(
  '50,000 tokens of %i seconds that end together are renewed at less than twice the mean rate',
  (life) => {
    const random = randomOf(life)
    const token = withRenewAt({ token: 't', issuedAt: 0, expiresAt: life })
    const times = Array.from({ length: 50_000 }, () => renewalDueAt(token, random()))
    const [first, last] = [Math.min(...times), Math.max(...times)]
    expect(first).toBeGreaterThanOrEqual(token.renewAt)
    expect(last).toBeLessThanOrEqual(life - 32) // before the SDK warns
    expect(busiestSecond(times)).toBeLessThan((2 * times.length) / (last - first))
  },
)

test('5,000 clients whose tokens end together; 50,000 in the long tests', () => renewTwice(5000))
