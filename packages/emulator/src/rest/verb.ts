import type { Platform } from '../platform.ts'
import type { EditableProjects } from '../projects.ts'

/** What the endpoints act on. */
export interface Rest {
  readonly platform: Platform
  readonly projects: EditableProjects
  /** Unix seconds; stands for the age of a project that has none */
  readonly startedAt: number
  /** App ID → primary certificate that was switched off, for when it is switched on again */
  readonly shelved: Map<string, string>
}

export interface Call {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** @throws BodyFault */
  readonly json: () => unknown
}

export interface Result {
  /** default 200 */
  readonly status?: number
  readonly body: unknown
}

/** One endpoint. @throws RestError, BodyFault */
export type Verb = (rest: Rest, call: Call) => Result
