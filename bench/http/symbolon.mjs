// The real command, as an operator starts it; its log goes to /dev/null.
import './report-cpu.mjs'

process.argv = [process.argv[0], 'symbolon', 'serve', '--port', process.argv[2]]
await import('../../packages/cli/dist/main.js')
