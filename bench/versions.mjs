import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Name and version of an installed package. */
export function versioned(name, from = require) {
  return `${name} ${from(`${name}/package.json`).version}`
}
