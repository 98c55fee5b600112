export type { PushEvent } from './events.ts'
export { type Listening, type ListenOptions, listenForPush } from './listen.ts'
