import Type from 'typebox'
import type { BanTarget } from '../../control.ts'
import { sessionsOf } from '../../control.ts'
import { demandProject } from '../demand.ts'
import type { Control } from '../verb.ts'

/** Whom an expulsion or a ban names. */
export const targetFields = {
  appId: Type.Optional(Type.String()),
  channel: Type.Optional(Type.String({ minLength: 1 })),
  uid: Type.Optional(Type.Integer({ minimum: 1, maximum: 0xffffffff })),
  ip: Type.Optional(Type.String({ minLength: 1 })),
}

export function targetOf(
  control: Control,
  { appId, channel, uid, ip }: Partial<BanTarget>,
): BanTarget {
  return { appId: demandProject(control, appId).appId, channel, uid, ip }
}

/** Does it, and says how many members it put out. */
export function countOut<Result>(
  { platform }: Control,
  act: () => Result,
): { readonly result: Result; readonly expelled: number } {
  const count = () => [...sessionsOf(platform.world)].length
  const before = count()
  const result = act()
  return { result, expelled: before - count() }
}
