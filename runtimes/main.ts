// Run by Node, Deno and Bun: prints the report as one line of JSON.
import { deflateSync } from 'node:zlib'
import { report } from './suite.ts'

// Only Node's own zlib gives the text that the official npm package gives.
const isNode = !('Deno' in globalThis) && !('Bun' in globalThis)
console.log(JSON.stringify(report(isNode ? { deflate: deflateSync } : {})))
