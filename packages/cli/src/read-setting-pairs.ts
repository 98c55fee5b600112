import { type SettingName, type Settings, settingTable } from '@symbolon/emulator'
import { usageError } from './errors.ts'
import { nearest } from './nearest.ts'

/**
 * The emulator's settings from `name=value` pairs.
 *
 * @throws CommandError `USAGE` that names the setting, and the one that was probably meant
 */
export function readSettingPairs(pairs: readonly string[]): Partial<Settings> {
  return Object.fromEntries(pairs.map(readPair)) as Partial<Settings>
}

function readPair(pair: string): readonly [string, unknown] {
  const mark = pair.indexOf('=')
  const name = mark < 0 ? pair : pair.slice(0, mark)
  if (!Object.hasOwn(settingTable, name)) {
    const meant = nearest(name, Object.keys(settingTable))
    throw usageError(
      `there is no setting "${name.slice(0, 40)}"${meant ? `; did you mean ${meant}?` : ''}`,
    )
  }
  const value = readValue(pair.slice(mark + 1), settingTable[name as SettingName].default)
  if (mark < 0 || value === undefined) {
    const standard = settingTable[name as SettingName].default
    throw usageError(`--set ${name}=… is a ${typeof standard}, such as ${standard}`)
  }
  return [name, value]
}

function readValue(text: string, standard: string | number | boolean): unknown {
  if (typeof standard === 'number')
    return /^\d{1,9}(\.\d{1,3})?$/.test(text) ? Number(text) : undefined
  if (typeof standard === 'boolean') return { true: true, false: false }[text]
  return text === 'audience' || text === 'refuse' ? text : undefined
}
