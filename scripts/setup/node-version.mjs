/** The oldest Node this repository runs on; `engines` in package.json says the same. */
const oldest = [20, 19]

/**
 * True when `version` ('22.1.0') is new enough.
 * @param {string} version
 * @returns {boolean}
 */
export function isNodeNewEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
}

/**
 * Ends the process with one clear line when Node is too old, before a newer syntax does it with a riddle.
 * @param {string} version
 */
export function refuseOldNode(version) {
  if (isNodeNewEnough(version)) return
  console.error(
    `symbolon: this is Node ${version}; Symbolon needs Node ${oldest.join('.')} or newer.`,
  )
  console.error('symbolon: get one from https://nodejs.org, or run `nvm install 22`.')
  process.exit(1)
}
