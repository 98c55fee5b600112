import type { Run } from './io.ts'

/**
 * What a command does, in one line for `symbolon --help` and a verb first; and its code, loaded when it is called:
 * `token inspect` should not wait for the server's.
 */
type Command = readonly [does: string, load: () => Promise<{ readonly run: Run }>]

/** Every command, in the order in which help and docs/cli.md list them. */
export const commands: { readonly [name: string]: Command } = {
  dev: [
    'runs the token server and the emulator, with a demo project',
    () => import('./commands/dev.ts'),
  ],
  serve: ['runs the token server for production', () => import('./commands/serve.ts')],
  'token create': ['mints a token', () => import('./commands/token-create.ts')],
  'token inspect': [
    'reads a token, without proving it',
    () => import('./commands/token-inspect.ts'),
  ],
  'token verify': [
    'proves a token, and that it admits now',
    () => import('./commands/token-verify.ts'),
  ],
  'token explain': [
    'says why a token is, or would be, refused',
    () => import('./commands/token-explain.ts'),
  ],
  'token temp': [
    'mints a temporary token: a day, one channel, any user',
    () => import('./commands/token-temp.ts'),
  ],
  'project list': [
    'shows projects and their certificates',
    () => import('./commands/project-list.ts'),
  ],
  'project create': ['makes a project', () => import('./commands/project-create.ts')],
  'project import': [
    "brings one from the vendor's console",
    () => import('./commands/project-import.ts'),
  ],
  'project rename': ['gives it another name', () => import('./commands/project-rename.ts')],
  'project enable': ['issues its tokens again', () => import('./commands/project-enable.ts')],
  'project disable': ['issues no tokens for it', () => import('./commands/project-disable.ts')],
  'project cohost': [
    'switches co-host authentication',
    () => import('./commands/project-cohost.ts'),
  ],
  'project audit': [
    'says whether its tokens wait until they are recorded',
    () => import('./commands/project-audit.ts'),
  ],
  'cert list': ['shows the certificates of a project', () => import('./commands/cert-list.ts')],
  'cert add': [
    'enables the primary, or adds the secondary certificate',
    () => import('./commands/cert-add.ts'),
  ],
  'cert swap': ['lets the secondary sign', () => import('./commands/cert-swap.ts')],
  'cert rotate': ['puts out one that leaked, at once', () => import('./commands/cert-rotate.ts')],
  'cert enable': ['switches the secondary on', () => import('./commands/cert-enable.ts')],
  'cert disable': ['switches the secondary off', () => import('./commands/cert-disable.ts')],
  'cert delete': [
    'deletes a disabled one, or "No Certificate"',
    () => import('./commands/cert-delete.ts'),
  ],
  'cert reveal': ['prints a certificate', () => import('./commands/cert-reveal.ts')],
  'key list': ['shows the keys of callers', () => import('./commands/key-list.ts')],
  'key find': ['says whose key a text is', () => import('./commands/key-find.ts')],
  'key create': ['makes one, and prints it once', () => import('./commands/key-create.ts')],
  'key rotate': ['makes another for the place of one', () => import('./commands/key-rotate.ts')],
  'key revoke': ['refuses one from now on', () => import('./commands/key-revoke.ts')],
  'issuer list': ['shows whose JWTs are believed', () => import('./commands/issuer-list.ts')],
  'issuer add': ['believes those of another', () => import('./commands/issuer-add.ts')],
  'issuer enable': ['believes one again', () => import('./commands/issuer-enable.ts')],
  'issuer disable': [
    'believes one no longer, for now',
    () => import('./commands/issuer-disable.ts'),
  ],
  'issuer remove': ['believes one no longer', () => import('./commands/issuer-remove.ts')],
  'issuer try': ['says whom a JWT proves, or why nobody', () => import('./commands/issuer-try.ts')],
  'user create': ['makes somebody who signs in', () => import('./commands/user-create.ts')],
  'user list': ['shows who can sign in', () => import('./commands/user-list.ts')],
  'user role': ['lets them do more, or less', () => import('./commands/user-role.ts')],
  'user password': ['gives them another password', () => import('./commands/user-password.ts')],
  'user bind': [
    'says who they are at an issuer of identities',
    () => import('./commands/user-bind.ts'),
  ],
  'user enable': ['lets them sign in again', () => import('./commands/user-enable.ts')],
  'user disable': ['lets them sign in no more', () => import('./commands/user-disable.ts')],
  'user delete': ['deletes them', () => import('./commands/user-delete.ts')],
  'user sessions': ['shows where they are signed in', () => import('./commands/user-sessions.ts')],
  'user sign-out': ['ends their sessions', () => import('./commands/user-sign-out.ts')],
  'grants list': [
    'shows who may do what at this moment',
    () => import('./commands/grants-list.ts'),
  ],
  'grants find': ['tells whom a token was given to', () => import('./commands/grants-find.ts')],
  'grants over': [
    'shows those wider or longer than usual',
    () => import('./commands/grants-over.ts'),
  ],
  'audit list': [
    'shows what was done and decided, by whom',
    () => import('./commands/audit-list.ts'),
  ],
  'audit verify': [
    'finds what was changed, taken out or moved in it',
    () => import('./commands/audit-verify.ts'),
  ],
  'audit export': [
    'prints a chain of it, for keeping elsewhere',
    () => import('./commands/audit-export.ts'),
  ],
  'audit archive': [
    'takes what is older out of it, into a file',
    () => import('./commands/audit-archive.ts'),
  ],
  kick: [
    'bans a user or a channel: no token any more, and out of the platform',
    () => import('./commands/kick.ts'),
  ],
  'ban list': ['shows who is kept out', () => import('./commands/ban-list.ts')],
  'ban lift': ['ends a ban', () => import('./commands/ban-lift.ts')],
  'push token': [
    'gives somebody who is in another token',
    () => import('./commands/push-token.ts'),
  ],
  'push reauthenticate': [
    'asks somebody who is in to get another token by themselves',
    () => import('./commands/push-reauthenticate.ts'),
  ],
  'policy show': ['prints who may have what', () => import('./commands/policy-show.ts')],
  'policy set': ['sets it', () => import('./commands/policy-set.ts')],
  'policy test': ['tries it on cases', () => import('./commands/policy-test.ts')],
  'policy explain': [
    'says what each rule says to a request',
    () => import('./commands/policy-explain.ts'),
  ],
  'policy simulate': [
    'says how a request would be answered',
    () => import('./commands/policy-simulate.ts'),
  ],
  'policy replay': [
    'says who would gain or lose by another',
    () => import('./commands/policy-replay.ts'),
  ],
  'policy diff': ['compares it with another', () => import('./commands/policy-diff.ts')],
  doctor: ['looks at what is usually wrong', () => import('./commands/doctor.ts')],
  'check-config': [
    'says what is wrong with the settings',
    () => import('./commands/check-config.ts'),
  ],
  backup: ['copies the database into a file', () => import('./commands/backup.ts')],
  restore: ['makes such a file the database', () => import('./commands/restore.ts')],
  emulate: [
    'runs the platform that judges tokens, for tests',
    () => import('./commands/emulate.ts'),
  ],
  'clock advance': [
    'lets time pass in the running emulator',
    () => import('./commands/clock-advance.ts'),
  ],
  trust: ['shows how browsers come to trust the emulator', () => import('./commands/trust.ts')],
}
