import { wholeNumber } from '../../http/whole-number.ts'
import { ControlError } from '../control-error.ts'
import type { ControlVerb } from '../verb.ts'

/** `DELETE /emulator/v1/bans/:id` */
export const liftBan: ControlVerb = ({ platform }, { params }) => {
  const id = wholeNumber(params.id!, { least: 1, most: Number.MAX_SAFE_INTEGER })
  if (id === undefined || !platform.liftBan(id)) {
    throw new ControlError('BAN_UNKNOWN', 'no ban in force has this id')
  }
  return { body: { lifted: id } }
}
