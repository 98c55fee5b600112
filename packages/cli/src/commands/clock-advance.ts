import { Agent, request } from 'node:https'
import { openLocalAuthority } from '@symbolon/emulator/certificates'
import { dataDirOf, readSettings } from '@symbolon/server/project'
import { commonOptions, readArgs } from '../args.ts'
import { readDuration, sayDuration } from '../duration.ts'
import { CommandError, usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io, Run } from '../io.ts'
import { printResult } from '../output.ts'

const help = `Usage: symbolon clock advance <span> [--port <number>]

Lets time pass in the running emulator: what falls due in the span has happened when this returns.

  symbolon clock advance 23h59m30s

  -p, --port <number>   port of the emulator   (SYMBOLON_EMULATOR_PORT, default 4443)
      --json            print one JSON object
  -h, --help            show this
`

const options = { ...commonOptions, port: { type: 'string', short: 'p' } } as const
const timeoutMs = 30_000

/** `symbolon clock advance`. */
export const run: Run = async (args, io) => {
  const { values, positionals } = readArgs(args, options)
  if (values.help) {
    io.stdout.write(help)
    return exitCodes.ok
  }
  const [text, ...more] = positionals
  if (text === undefined || more.length > 0) throw usageError('clock advance takes one span')
  const span = readDuration(text, 'the time to pass')
  const flags = values.port === undefined ? {} : { emulatorPort: values.port }
  const { emulatorPort: port } = readSettings({ ...io, flags }, ['emulatorPort'])
  const data = await advance(io, { port, span })
  const at = new Date(data.now * 1000).toISOString().slice(0, 19)
  const said = `${sayDuration(span)} have passed; in the emulator it is ${at}Z\n`
  return printResult(io, { command: 'clock advance', json: values.json, data, text: said })
}

async function advance(
  io: Io,
  { port, span }: { readonly port: number; readonly span: number },
): Promise<{ readonly now: number }> {
  const { certificate } = await openLocalAuthority({ dataDir: dataDirOf(io), now: io.now() })
  const agent = new Agent({ ca: certificate })
  const reply = await post(`https://localhost:${port}/emulator/v1/clock/advance`, { agent, span })
  if (reply.status !== 200) throw refused(reply.text)
  return JSON.parse(reply.text) as { now: number }
}

function post(
  url: string,
  { agent, span }: { readonly agent: Agent; readonly span: number },
): Promise<{ readonly status: number | undefined; readonly text: string }> {
  const headers = { 'content-type': 'application/json' }
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { agent, method: 'POST', headers, timeout: timeoutMs },
      async (got) => {
        let text = ''
        for await (const part of got.setEncoding('utf8')) text += part
        resolve({ status: got.statusCode, text })
      },
    )
    sent.on('timeout', () => sent.destroy(new Error('it does not answer')))
    sent.on('error', (error: NodeJS.ErrnoException) =>
      reject(unreachable(Number(new URL(url).port), error.code ?? error.message)),
    )
    sent.end(JSON.stringify({ span }))
  })
}

/** The emulator says what was wrong with the wish. */
function refused(text: string): CommandError {
  const { detail } = JSON.parse(text) as { detail?: string }
  return new CommandError(
    'REFUSED',
    `the emulator does not do that: ${detail ?? 'no reason given'}`,
    {
      fix: 'See docs/emulator/control.md.',
      exitCode: exitCodes.usage,
    },
  )
}

const otherAuthority = [
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_SIGNATURE_FAILURE',
]

function unreachable(port: number, why: string): CommandError {
  const foreign = otherAuthority.includes(why) ? ', which is not of this SYMBOLON_DATA_DIR' : ''
  return new CommandError(
    'EMULATOR_UNREACHABLE',
    `no emulator answers on port ${port}: ${why}${foreign}`,
    {
      fix: 'Start it: npm start, or symbolon emulate. Its banner names the port; give it with --port.',
      exitCode: exitCodes.unavailable,
    },
  )
}
