import { proveJwt, publicProof, remoteKeySet } from '@symbolon/server/jwt'
import { usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { readStdin, readTextFile } from '../read-input.ts'

const help = `Usage: symbolon issuer try - | @<file>

Says whom a JWT proves, or why it proves nobody. It is read from stdin or a file, never from the
command line. The keys of its issuer are fetched for it. The exit code is 3 when it proves nobody,
and 7 when the keys cannot be read.

  pbpaste | symbolon issuer try -

`

/** `symbolon issuer try`. */
export const run = ownerCommand({
  name: 'issuer try',
  help,
  options: {},
  positionals: 1,
  ofProject: false,
  act: async ({ positionals: [place], issuers, io }) => {
    const jwt = (await readJwt(place, io)).trim()
    const all = await issuers.list()
    const find = (iss: string) => all.find(({ issuer }) => issuer === iss)
    let fault: string | undefined
    const onFault = (error: unknown) => {
      fault = (error as Error).message
    }
    const known = (iss: string) => {
      const issuer = find(iss)
      if (issuer === undefined) return undefined
      return { issuer, keys: remoteKeySet(issuer.jwksUrl, { staleSeconds: 0, onFault }) }
    }
    const proof = await proveJwt(jwt, known, io.now())
    const said = publicProof(proof)
    if (proof.good) {
      const claims = JSON.stringify(proof.claims, undefined, 2)
      return { data: said, text: `accepted as ${proof.callerId}\n${claims}\n` }
    }
    const { reason } = proof
    const message = fault ?? proof.message
    const unavailable = reason === 'JWT_KEYS_UNAVAILABLE'
    return {
      data: { ...said, message },
      text: `refused: ${reason}\n${message}\n`,
      exitCode: unavailable ? exitCodes.unavailable : exitCodes.unauthenticated,
    }
  },
})

async function readJwt(place: string | undefined, io: Io): Promise<string> {
  if (place === '-') return await readStdin(io)
  if (place?.startsWith('@')) return await readTextFile(place.slice(1), io)
  throw usageError('a JWT comes from stdin or a file: symbolon issuer try -, or @token.txt')
}
