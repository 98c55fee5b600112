import type { Fault } from '../http/shape.ts'
import type { ControlProblemCode } from './problems.ts'

/** A refusal of the control API. Branch on `code`; `message` is for people. */
export class ControlError extends Error {
  override readonly name = 'ControlError' as const
  readonly code: ControlProblemCode
  readonly faults: readonly Fault[]

  constructor(code: ControlProblemCode, message: string, faults: readonly Fault[] = []) {
    super(message)
    this.code = code
    this.faults = faults
  }
}
