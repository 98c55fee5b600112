import { rules } from '../../rules.ts'
import type { ControlVerb } from '../verb.ts'

/** `GET /emulator/v1/rules`: what is decided by, and how sure each is. */
export const readRules: ControlVerb = () => ({ body: { rules } })
