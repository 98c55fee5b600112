import { algorithms, usualAlgorithms } from '@symbolon/server/project'
import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { tellIssuer } from '../owner/tell-issuer.ts'

const help = `Usage: symbolon issuer add <id> --issuer <iss> --audience <text>… [options]

Believes the JWTs of an issuer: whoever brings one as "Authorization: Bearer" may ask for tokens,
within the policy of the project, and is called <id>:<sub> there.

  symbolon issuer add shop --issuer https://sign-in.example --audience my-app

      --issuer <iss>      "iss" of its tokens, to the last slash
      --audience <text>   one of these has to be in "aud"; several times for several
      --algorithm <name>  what its tokens may be signed with; several times for several
                          (default ${usualAlgorithms.join(', ')})
      --jwks-url <url>    where its public keys are; https, or http on this machine
                          (default: what it says itself, by OpenID Connect discovery)
      --claim <name>      the claim that names the caller (default sub)
      --name <text>       for people, 1 to 255 characters (default: the id)

Algorithms: ${algorithms.join(', ')}

`

/** `symbolon issuer add`. */
export const run = ownerCommand({
  name: 'issuer add',
  help,
  options: {
    issuer: { type: 'string' },
    audience: { type: 'string', multiple: true },
    algorithm: { type: 'string', multiple: true },
    'jwks-url': { type: 'string' },
    claim: { type: 'string' },
    name: { type: 'string' },
  },
  positionals: 1,
  ofProject: false,
  makes: true,
  act: async ({ values, positionals: [id], issuers, doing }) => {
    const { issuer, audience, algorithm, claim, name } = values
    if (id === undefined) throw usageError('what shall its callers be named by? issuer add <id>')
    if (issuer === undefined) throw usageError('--issuer is missing: "iss" of its tokens')
    if (audience === undefined) throw usageError('--audience is missing: "aud" of its tokens')
    const wish = { id, issuer, audience, algorithms: algorithm, claim, name }
    return tellIssuer(await issuers.add({ ...wish, jwksUrl: values['jwks-url'] }, doing))
  },
})
