/** The local certificate authority alone, for who shows it without running the emulator. */
export type { AuthorityError } from './wire/certificates/authority-error.ts'
export {
  type LocalAuthority,
  localPermitted,
  openLocalAuthority,
} from './wire/certificates/local-authority.ts'
