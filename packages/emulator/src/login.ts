import { isLoginRefusal, LoginRefusal } from './login-refusal.ts'
import type { World } from './world.ts'

/** A login to messaging (RTM, Signaling), which is to no channel. */
export interface LoginRequest {
  readonly appId: string
  readonly userId: string
  /** null, '' or the App ID itself = a login with the App ID alone */
  readonly token: string | null
}

/** Who may log in, by what. It is no session: the emulator has no messaging behind it. */
export interface VerifiedLogin {
  readonly appId: string
  readonly userId: string
  readonly by: 'appId' | 'token'
  /** version of the token */
  readonly version?: string | undefined
  /** hex; names the token without giving it away */
  readonly signature?: string | undefined
  readonly signedBy?: 'primary' | 'secondary' | undefined
  /** Unix seconds from which it lets nobody in; infinite = never */
  readonly admitsUntil: number
}

export interface LoginSteps {
  readonly verify: (request: LoginRequest, at: number) => VerifiedLogin
  readonly isOut: () => boolean
  readonly world: Pick<World, 'clock' | 'log'>
}

export type Login = (request: LoginRequest) => VerifiedLogin

/** The walk of a login: prove the token, and write down what came of it. Throws a `LoginRefusal` to refuse. */
export function logIn({ verify, isOut, world: { clock, log } }: LoginSteps): Login {
  return (request) => {
    const at = clock.now()
    const whom = { appId: request.appId, channel: '', account: request.userId }
    try {
      if (isOut()) {
        throw new LoginRefusal('OUTAGE', { rule: 'OUTAGE', detail: 'an outage was ordered' })
      }
      const login = verify(request, at)
      const { by, signature } = login
      log.write(at, whom, { type: 'login verified', by, signature })
      return login
    } catch (error) {
      if (!isLoginRefusal(error)) throw error
      const { code: outcome, rule, message: detail, causes } = error
      log.write(at, whom, { type: 'login refused', outcome, rule, detail, causes })
      throw error
    }
  }
}
