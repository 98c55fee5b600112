import type { CodeEntry } from '../errors.ts'

/** What is refused about a project and its certificates. */
export const projectProblems = {
  PROJECT_UNKNOWN: {
    status: 404,
    title: 'This server does not serve that App ID',
    cause: '`appId` is not that of a project this server signs for.',
    remedy: 'Leave `appId` out, or ask the server of that project.',
  },
  PROJECT_EXISTS: {
    status: 409,
    title: 'There is such a project already',
    cause: 'A project with this App ID is kept here.',
    remedy: 'Change that one, or take another App ID.',
  },
  PROJECT_DISABLED: {
    status: 403,
    title: 'The project is disabled',
    cause: 'Its owner switched it off: no token is issued for it.',
    remedy: 'Enable it: `symbolon project enable`.',
  },
  CERTIFICATE_EXISTS: {
    status: 409,
    title: 'There is such a certificate already',
    cause: 'A project has one primary and one secondary certificate at most.',
    remedy: 'Delete the secondary certificate first; the primary one is exchanged by a swap.',
  },
  CERTIFICATE_PRIMARY_MISSING: {
    status: 409,
    title: 'The project has no primary certificate',
    cause: 'It was made with the App ID only, and none was enabled since.',
    remedy: 'Enable the primary certificate first.',
  },
  CERTIFICATE_UNKNOWN: {
    status: 404,
    title: 'There is no such certificate',
    cause: 'The project has none of that name, or it was deleted.',
    remedy: 'Look at the certificates of the project.',
  },
  CERTIFICATE_IS_PRIMARY: {
    status: 409,
    title: 'The primary certificate can be neither disabled nor deleted',
    cause: 'It signs every token.',
    remedy:
      'Add a secondary certificate and swap; this one can be disabled and deleted when its tokens have ended.',
  },
  CERTIFICATE_DRAINING: {
    status: 409,
    title: 'Tokens of the certificate are still about',
    cause:
      'The ledger holds tokens that it signed and that have not ended. Deleted, it would refuse them.',
    remedy: 'Wait until they have ended, a day at most; or give a reason, which is kept.',
  },
  CERTIFICATE_ENABLED: {
    status: 409,
    title: 'The certificate is enabled',
    cause: 'Tokens that it signed are still admitted.',
    remedy: 'Disable it first, which can be taken back; deleting cannot.',
  },
  CERTIFICATE_DISABLED: {
    status: 409,
    title: 'The certificate is disabled',
    cause: 'Tokens that it signs would be refused.',
    remedy: 'Enable it first.',
  },
} as const satisfies Record<string, CodeEntry & { readonly status: number }>
