import { executionAsyncResource } from 'node:async_hooks'

const kept: object[] = []

// V8 forgets the hidden class of Node's tick objects when a full collection finds none alive, and the
// optimised `process.nextTick` then makes each by a runtime call: 300 ns instead of 75, some sixteen
// times a request, for the rest of the process. One tick object kept alive prevents that
// (docs/decisions/keep-one-tick.md). It must be taken before the first collection: imported first.
process.nextTick(() => {
  kept.push(executionAsyncResource())
})
