import type { EmulatorClock } from '../clock.ts'
import type { DeliveryCounts } from '../notifications/delivery.ts'
import type { Platform } from '../platform.ts'
import type { EditableProjects } from '../projects.ts'

/** What the control API acts on. */
export interface Control {
  readonly platform: Platform
  readonly projects: EditableProjects
  readonly clock: EmulatorClock
  readonly notifications?: (() => DeliveryCounts) | undefined
}

export interface ControlCall {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** @throws BodyFault */
  readonly json: () => unknown
}

export interface ControlResult {
  /** default 200 */
  readonly status?: number
  readonly body: unknown
}

/** One endpoint. @throws ControlError, BodyFault */
export type ControlVerb = (control: Control, call: ControlCall) => ControlResult
