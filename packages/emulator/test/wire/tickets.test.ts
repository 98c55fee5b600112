import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTickets } from '../../src/wire/tickets.ts'
import { appId, start } from '../fixture.ts'

const claims = { appId, channel: 'lobby', subject: { account: 'alice' }, uid: 7, at: start }

test('a ticket holds for a day, at the gateway that issued it', () => {
  const tickets = createTickets()
  const ticket = tickets.issue(claims)
  expect(tickets.open(ticket, start + 86_400)).toEqual(claims)
  expect(tickets.open(ticket, start + 86_401)).toBeUndefined()
  expect(createTickets().open(ticket, start)).toBeUndefined()
})

test('no ticket can be changed or made up', () => {
  const tickets = createTickets()
  const ticket = tickets.issue(claims)
  fc.assert(
    fc.property(
      fc.nat({ max: ticket.length - 1 }),
      fc.constantFrom('A', 'b', '.', '~'),
      (at, put) => {
        const changed = ticket.slice(0, at) + put + ticket.slice(at + 1)
        const opened = tickets.open(changed, start)
        // the last character of base64 has spare bits
        if (opened !== undefined) expect(opened).toEqual(claims)
        if (at < ticket.indexOf('.') && changed !== ticket) expect(opened).toBeUndefined()
      },
    ),
  )
  fc.assert(fc.property(fc.string(), (text) => tickets.open(text, start) === undefined))
})
