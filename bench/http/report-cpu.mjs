// Every measured server tells its own CPU time when asked.
process.on('SIGUSR2', () => {
  const { user, system } = process.cpuUsage()
  process.stderr.write(`CPU ${user + system} RSS ${process.memoryUsage.rss()}\n`)
})
