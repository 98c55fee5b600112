import { installAside } from '../../scripts/setup/install-aside.mjs'

const reason = await installAside(import.meta.dirname)

/** Why the real clients cannot be installed here; nothing when they are. */
export const missingClients: string | undefined = reason && `no real clients: ${reason}`
