// One contender: loads what it needs and runs for as long as it is told, again and again. See interleave.mjs.
const [module, index] = process.argv.slice(2)
const { contenders } = await import(`./${module}`)
const run = await contenders[index].load()
const batchMilliseconds = 10

let next = 0
let batch = 1

process.on('message', ({ seconds }) => {
  const end = performance.now() + seconds * 1000
  const before = process.cpuUsage()
  let calls = 0
  for (let at = performance.now(); at < end; ) {
    runBatch()
    calls += batch
    const after = performance.now()
    if (after - at < batchMilliseconds) batch = Math.ceil(batch * 1.3) // looking at the clock must cost nothing
    at = after
  }
  // that of all threads: who makes garbage pays for its collection
  const { user, system } = process.cpuUsage(before)
  process.send({ nanoseconds: ((user + system) * 1000) / calls })
})

process.on('disconnect', () => process.exit())

function runBatch() {
  let kept = 0
  for (let left = batch; left > 0; left--) if (run(next++) !== undefined) kept++
  if (kept !== batch) throw new Error(`${contenders[index].name} gave nothing`)
}
