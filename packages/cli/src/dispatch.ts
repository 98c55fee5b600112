import { usageError } from './errors.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io, Run } from './io.ts'
import { nearest } from './nearest.ts'
import { printFailure } from './output.ts'
import { version } from './version.ts'

/** Commands are loaded when they are called: `token inspect` should not wait for the server's code. */
const commands: { readonly [name: string]: () => Promise<{ readonly run: Run }> } = {
  dev: () => import('./commands/dev.ts'),
  serve: () => import('./commands/serve.ts'),
  'token create': () => import('./commands/token-create.ts'),
  'token inspect': () => import('./commands/token-inspect.ts'),
  'token verify': () => import('./commands/token-verify.ts'),
  'token explain': () => import('./commands/token-explain.ts'),
  'project list': () => import('./commands/project-list.ts'),
  'project create': () => import('./commands/project-create.ts'),
  'project import': () => import('./commands/project-import.ts'),
  'project rename': () => import('./commands/project-rename.ts'),
  'project enable': () => import('./commands/project-enable.ts'),
  'project disable': () => import('./commands/project-disable.ts'),
  'project cohost': () => import('./commands/project-cohost.ts'),
  'project audit': () => import('./commands/project-audit.ts'),
  'cert list': () => import('./commands/cert-list.ts'),
  'cert add': () => import('./commands/cert-add.ts'),
  'cert swap': () => import('./commands/cert-swap.ts'),
  'cert rotate': () => import('./commands/cert-rotate.ts'),
  'cert enable': () => import('./commands/cert-enable.ts'),
  'cert disable': () => import('./commands/cert-disable.ts'),
  'cert delete': () => import('./commands/cert-delete.ts'),
  'cert reveal': () => import('./commands/cert-reveal.ts'),
  'key list': () => import('./commands/key-list.ts'),
  'key find': () => import('./commands/key-find.ts'),
  'key create': () => import('./commands/key-create.ts'),
  'key rotate': () => import('./commands/key-rotate.ts'),
  'key revoke': () => import('./commands/key-revoke.ts'),
  'issuer list': () => import('./commands/issuer-list.ts'),
  'issuer add': () => import('./commands/issuer-add.ts'),
  'issuer enable': () => import('./commands/issuer-enable.ts'),
  'issuer disable': () => import('./commands/issuer-disable.ts'),
  'issuer remove': () => import('./commands/issuer-remove.ts'),
  'issuer try': () => import('./commands/issuer-try.ts'),
  'user create': () => import('./commands/user-create.ts'),
  'user list': () => import('./commands/user-list.ts'),
  'user role': () => import('./commands/user-role.ts'),
  'user password': () => import('./commands/user-password.ts'),
  'user bind': () => import('./commands/user-bind.ts'),
  'user enable': () => import('./commands/user-enable.ts'),
  'user disable': () => import('./commands/user-disable.ts'),
  'user delete': () => import('./commands/user-delete.ts'),
  'user sessions': () => import('./commands/user-sessions.ts'),
  'user sign-out': () => import('./commands/user-sign-out.ts'),
  'token temp': () => import('./commands/token-temp.ts'),
  'grants list': () => import('./commands/grants-list.ts'),
  'grants find': () => import('./commands/grants-find.ts'),
  'grants over': () => import('./commands/grants-over.ts'),
  'audit list': () => import('./commands/audit-list.ts'),
  'audit verify': () => import('./commands/audit-verify.ts'),
  'audit export': () => import('./commands/audit-export.ts'),
  kick: () => import('./commands/kick.ts'),
  'ban list': () => import('./commands/ban-list.ts'),
  'ban lift': () => import('./commands/ban-lift.ts'),
  'policy show': () => import('./commands/policy-show.ts'),
  'policy set': () => import('./commands/policy-set.ts'),
  'policy test': () => import('./commands/policy-test.ts'),
  'policy explain': () => import('./commands/policy-explain.ts'),
  'policy simulate': () => import('./commands/policy-simulate.ts'),
  'policy replay': () => import('./commands/policy-replay.ts'),
  'policy diff': () => import('./commands/policy-diff.ts'),
  doctor: () => import('./commands/doctor.ts'),
  'check-config': () => import('./commands/check-config.ts'),
  backup: () => import('./commands/backup.ts'),
  restore: () => import('./commands/restore.ts'),
  emulate: () => import('./commands/emulate.ts'),
  'clock advance': () => import('./commands/clock-advance.ts'),
  trust: () => import('./commands/trust.ts'),
}

const help = `Usage: symbolon <command> [options]

  dev              run the token server and the emulator, with a demo project
  serve            run the token server for production
  token create     mint a token
  token inspect    read a token, without proving it
  token verify     prove a token, and that it admits now
  token explain    say why a token is, or would be, refused
  token temp       mint a temporary token: a day, one channel, any user
  project list     shows projects and their certificates
  project create   makes a project
  project import   brings one from the vendor's console
  project rename   gives it another name
  project enable   issues its tokens again
  project disable  issues no tokens for it
  project cohost   switches co-host authentication
  project audit    whether its tokens wait until they are recorded
  cert list        shows the certificates of a project
  cert add         enables the primary, or adds the secondary certificate
  cert swap        lets the secondary sign
  cert rotate      puts out one that leaked, at once
  cert enable      switches the secondary on
  cert disable     switches the secondary off
  cert delete      deletes a disabled one, or "No Certificate"
  cert reveal      prints a certificate
  key list         shows the keys of callers
  key find         says whose key a text is
  key create       makes one, and prints it once
  key rotate       makes another for the place of one
  key revoke       refuses one from now on
  issuer list      shows whose JWTs are believed
  issuer add       believes those of another
  issuer enable    believes one again
  issuer disable   believes one no longer, for now
  issuer remove    believes one no longer
  issuer try       says whom a JWT proves, or why nobody
  user create      makes somebody who signs in
  user list        shows who can sign in
  user role        lets them do more, or less
  user password    gives them another password
  user bind        says who they are at an issuer of identities
  user enable      lets them sign in again
  user disable     lets them sign in no more
  user delete      deletes them
  user sessions    shows where they are signed in
  user sign-out    ends their sessions
  grants list      shows who may do what at this moment
  grants find      tells whom a token was given to
  grants over      shows those wider or longer than usual
  audit list       shows what was done and decided, by whom
  audit verify     finds what was changed, taken out or moved in it
  audit export     prints a chain of it, for keeping elsewhere
  kick             bans a user or a channel: no token any more, and out of the platform
  ban list         shows who is kept out
  ban lift         ends a ban
  policy show      prints who may have what
  policy set       sets it
  policy test      tries it on cases
  policy explain   says what each rule says to a request
  policy simulate  says how a request would be answered
  policy replay    says who would gain or lose by another
  policy diff      compares it with another
  doctor           looks at what is usually wrong
  check-config     says what is wrong with the settings
  backup           copies the database into a file
  restore          makes such a file the database
  emulate          run the platform that judges tokens, for tests
  clock advance    let time pass in the running emulator
  trust            show how browsers come to trust the emulator

  -h, --help       of a command: how to call it, with an example
      --version    print the version

Exit codes: 0 ok · 1 failure · 2 usage · 3 unauthenticated · 4 refused by policy · 5 token invalid ·
6 token expired · 7 unavailable
`

/** Finds the command, runs it, and gives the exit code; what it throws is printed. */
export async function dispatch(args: readonly string[], io: Io): Promise<number> {
  const [first = '--help', second = ''] = args
  if (first === '--help' || first === '-h' || first === 'help') {
    io.stdout.write(help)
    return exitCodes.ok
  }
  if (first === '--version') {
    io.stdout.write(`${version}\n`)
    return exitCodes.ok
  }
  const name = commands[first] ? first : `${first} ${second}`.trim()
  const rest = args.slice(commands[first] ? 1 : 2)
  try {
    const load = commands[name]
    if (load === undefined) throw unknownCommand(first, second)
    const { run } = await load()
    return await run(rest, io)
  } catch (error) {
    return printFailure(io, {
      command: commands[name] ? name : '',
      json: args.includes('--json'),
      error,
    })
  }
}

function unknownCommand(first: string, second: string): Error {
  const names = Object.keys(commands)
  const verbs = names.flatMap((name) =>
    name.startsWith(`${first} `) ? [name.slice(first.length + 1)] : [],
  )
  if (verbs.length > 0 && !/^[a-z]/.test(second)) {
    return usageError(`what about the ${first}? ${verbs.join(', ')}`, 'Run symbolon --help.')
  }
  const typed = `${first} ${second}`.trim()
  const meant = nearest(typed, names) ?? nearest(first, names)
  return usageError(
    `there is no command "${typed.slice(0, 40)}"${meant ? `; did you mean "${meant}"?` : ''}`,
    'Run symbolon --help.',
  )
}
