import { describe, expect, test } from 'vitest'
import { explain } from '../src/explain.ts'
import { namesFaults } from './explain-faults/names.ts'
import { projectFaults } from './explain-faults/project.ts'
import { reportsFaults } from './explain-faults/reports.ts'
import { timesFaults } from './explain-faults/times.ts'
import { type Fault, join, token006, token007 } from './explain-faults/tokens.ts'
import { transportFaults } from './explain-faults/transport.ts'

const faults: readonly Fault[] = [
  transportFaults,
  projectFaults,
  namesFaults,
  timesFaults,
  reportsFaults,
].flat()

describe('labelled faults', () => {
  test.each(faults)('%s: %s', (_, cause, token, situation) => {
    const { accepted, verdict, causes } = explain(token, { ...join, ...(situation as object) })
    expect({ accepted, verdict }).toEqual({ accepted: false, verdict: 'refused' })
    expect(causes.map(({ message, fix }) => message + fix).join()).not.toMatch(/\{\w+\}|\(\(|\)\)/)
    expect(causes.slice(0, 3).map(({ code }) => code)).toContain(cause)
  })

  test('nearly always name their cause first', () => {
    const missed = faults.filter(([, cause, token, situation]) => {
      return explain(token, { ...join, ...(situation as object) }).causes[0]?.code !== cause
    })
    expect(faults.length).toBeGreaterThanOrEqual(60)
    // a name outside ASCII is illegal before it differs
    expect(missed.map(([fault]) => fault)).toEqual(['channel composed and decomposed'])
  })
})

test.each([
  ['006', token006()],
  ['007', token007()],
])('a sound %s token is accepted', (_, token) => {
  const { accepted, proven, verdict, signedBy, causes } = explain(token, join)
  expect({ accepted, proven, verdict, signedBy, causes }).toEqual({
    accepted: true,
    proven: true,
    verdict: 'accepted',
    signedBy: 'primary',
    causes: [],
  })
})
