import { sign007 } from './sign.ts'

/** Tokens for the full-path accelerator, good for 24 hours. Errors as of `RtcTokenBuilder`. */
export const FpaTokenBuilder = {
  buildToken(appId: string, appCertificate: string): string {
    return sign007({ appId, appCertificate }, 86_400, [{ type: 'fpa', privileges: { login: 0 } }])
  },
}
