import { type SettingName, settingTable } from '../../settings.ts'
import type { ControlVerb } from '../verb.ts'

/** `GET /emulator/v1/settings`: what the documents leave open, and how it is set here. */
export const readSettings: ControlVerb = ({ platform }) => {
  const settings = Object.entries(settingTable).map(([name, setting]) => [
    name,
    { value: platform.world.settings[name as SettingName], ...setting },
  ])
  return { body: { settings: Object.fromEntries(settings) } }
}
