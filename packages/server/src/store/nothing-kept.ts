import { ConfigError } from '../config/read-settings.ts'

/** How a store is opened. */
export interface Opening {
  /** whether it is begun where there is none; else that is a {@link NothingKept}. Default: yes */
  readonly make?: boolean
}

/** Who only reads finds nothing here, and makes nothing. */
export class NothingKept extends ConfigError {
  constructor() {
    super(['nothing is kept here yet'])
  }
}
