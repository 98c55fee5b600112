#!/usr/bin/env node
// What every `npm …` script of this repository calls. On a clean checkout it installs and builds
// what the command needs first. Imports nothing but `node:`, for node_modules may not exist yet.
import { refuseOldNode } from './setup/node-version.mjs'

refuseOldNode(process.versions.node)

// Imported only now: an older Node could not even parse what follows.
const { main } = await import('./commands.mjs')
const exitCode = await main(process.argv.slice(2))
// `start` runs on: it is the program's own business when to end and with which code.
if (exitCode !== undefined) process.exitCode = exitCode
