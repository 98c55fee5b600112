// npm agora-token's DemoServer, its placeholders filled in as its readme says, and its fixed port replaced.
import './report-cpu.mjs'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { appId, certificate } from '../samples.mjs'

const require = createRequire(import.meta.url)
const source = readFileSync(require.resolve('agora-token/server/DemoServer.js'), 'utf8')
  .replace('<YOUR APP ID>', appId)
  .replace('<YOUR APP CERTIFICATE>', certificate)
  .replace(/\b8080\b/, process.argv[2])
const folder = mkdtempSync(join(import.meta.dirname, '..', 'demo-server', '.cache', 'run-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
process.on('SIGTERM', () => process.exit())
writeFileSync(join(folder, 'DemoServer.cjs'), source)
require(join(folder, 'DemoServer.cjs'))
