#!/usr/bin/env node
import './keep-tick-shape.ts'
import { dispatch } from './dispatch.ts'

const { env, stdin, stdout, stderr } = process

// the other end of a pipe may close early, as head does; that is no failure
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await dispatch(process.argv.slice(2), {
  env,
  cwd: process.cwd(),
  stdin,
  stdout,
  stderr,
  isTty: stdout.isTTY === true,
  now: () => Math.floor(Date.now() / 1000),
})
