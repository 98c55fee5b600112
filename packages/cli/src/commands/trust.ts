import { X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { localPermitted, openLocalAuthority } from '@symbolon/emulator/certificates'
import { dataDirOf } from '@symbolon/server/project'
import { commonOptions, readArgs } from '../args.ts'
import { usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io, Run } from '../io.ts'
import { printResult } from '../output.ts'
import { type Paint, painter } from '../paint.ts'
import { type TrustStore, trustStores } from '../trust-stores.ts'

const help = `Usage: symbolon trust [--all]

Shows how browsers and programs on this machine come to trust the emulator, and how they stop. The
emulator's certificate authority is made if there is none; nothing else is changed, and none of the
commands that are shown is run.

  symbolon trust

      --all     show the commands for every system, not for this one alone
      --json    print one JSON object
  -h, --help    show this
`

const options = { ...commonOptions, all: { type: 'boolean', default: false } } as const

type Shown = Awaited<ReturnType<typeof show>>

/** `symbolon trust`. */
export const run: Run = async (args, io) => {
  const { values, positionals } = readArgs(args, options)
  if (values.help) {
    io.stdout.write(help)
    return exitCodes.ok
  }
  if (positionals.length > 0) throw usageError('trust takes options alone')
  const data = await show(io, values.all)
  const text = `${describe(data, painter(io)).join('\n')}\n`
  return printResult(io, { command: 'trust', json: values.json, data, text })
}

async function show(io: Io, all: boolean) {
  const authority = await openLocalAuthority({ dataDir: dataDirOf(io), now: io.now() })
  const { subject, certificatePath, keyPath, fingerprint, expiresAt, made } = authority
  const thumbprint = new X509Certificate(authority.certificate).fingerprint.replaceAll(':', '')
  const trusted = { certificatePath, thumbprint, nssFolder: nssFolder(io.env) }
  const stores = trustStores(trusted, process.platform, all)
  const mayCertify = localPermitted
  return { subject, certificatePath, keyPath, fingerprint, expiresAt, made, mayCertify, stores }
}

/** A Chromium of 2026 takes the old folder if it is there, else the new one; an older one knows only the old. */
function nssFolder(env: Io['env']): string {
  const home = env.HOME || homedir()
  const old = join(home, '.pki', 'nssdb')
  const recent = join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'pki', 'nssdb')
  return !existsSync(old) && existsSync(recent) ? recent : old
}

function describe(shown: Shown, paint: Paint): string[] {
  const { dnsNames, addresses } = shown.mayCertify
  const names = dnsNames.map((name) => `${name}, *.${name}`)
  const hosts = addresses.map((address) => address.replace(/\/.*/, ''))
  return [
    paint('bold', shown.subject),
    '',
    `  certificate  ${shown.certificatePath}${shown.made ? ' (made just now)' : ''}`,
    `  key          ${shown.keyPath} (secret: let it leave this machine for nowhere)`,
    `  SHA-256      ${shown.fingerprint}`,
    `  good until   ${new Date(shown.expiresAt * 1000).toISOString().slice(0, 10)}`,
    `  may certify  ${[...names, ...hosts].join(', ')}; nothing else`,
    ...shown.stores.flatMap((store) => describeStore(store, paint)),
    '',
    'Nothing was installed. Restart a browser after a change.',
  ]
}

function describeStore({ name, install, remove }: TrustStore, paint: Paint): string[] {
  const block = (title: string, lines: readonly string[]) => [
    paint('dim', `  # ${title}`),
    ...lines.map((line) => `  ${line}`),
  ]
  return ['', paint('bold', name), ...block('install', install), ...block('remove', remove)]
}
