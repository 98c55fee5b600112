import type { Dialect } from '../dialect.ts'
import { agoraGoBackendMiddleware } from './agora-go-backend-middleware.ts'
import { agoraNodeTokenServer } from './agora-node-token-server.ts'
import { agoraTokenService } from './agora-token-service.ts'
import { agoracnToken } from './agoracn-token.ts'
import { demoServer } from './demo-server.ts'
import { fetchToken } from './fetch-token.ts'
import { tokenServerNodejs } from './token-server-nodejs.ts'

/** Every dialect. To add one: a file beside this one, a line here. */
export const dialects: readonly Dialect[] = [
  demoServer,
  tokenServerNodejs,
  agoraNodeTokenServer,
  agoraTokenService,
  agoraGoBackendMiddleware,
  agoracnToken,
  fetchToken,
]
