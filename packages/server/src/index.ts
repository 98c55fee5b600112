export { ConfigError, type Environment } from './config/read-settings.ts'
export { type SignalSource, untilSignal } from './lifecycle/until-signal.ts'
export { type RunningServer, type StartOptions, startServer } from './main.ts'
export { humanLog } from './observe/human-log.ts'
export { jsonLog, type Lines } from './observe/json-log.ts'
export type { ClosableLog, Log } from './observe/log.ts'
export {
  isUnchanged,
  type PublicFile,
  type PublicFiles,
  readPublicFiles,
} from './pages/public-files.ts'
