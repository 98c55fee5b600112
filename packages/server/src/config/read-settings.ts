import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { nearest } from '../nearest.ts'
import { type Setting, type SettingName, type Settings, settings } from './settings.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Where settings come from, strongest first: flags, environment, the `.env` file in `cwd`. */
export interface SettingsSource {
  readonly flags?: Readonly<Partial<Record<SettingName, string>>>
  readonly env: Environment
  readonly cwd: string
}

/** Everything wrong with the configuration, at once. No problem repeats a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError' as const
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/** The text of one setting and the name it was found under. */
interface Found {
  readonly name: string
  readonly text: string
  /** it was read from a file that was named: whatever may stand in there must not be repeated */
  readonly fromFile?: true
}

const maxFileBytes = 65_536

const everySetting = Object.keys(settings) as SettingName[]

/**
 * The values of all settings, or of those that are `wanted`: what a command does not use cannot be
 * wrong for it.
 *
 * @throws ConfigError that lists every problem and names the variables
 */
export function readSettings<Name extends SettingName = SettingName>(
  { flags = {}, env, cwd }: SettingsSource,
  wanted: readonly Name[] = everySetting as Name[],
): Pick<Settings, Name> {
  const problems: string[] = []
  const layers = [env, readDotEnv(cwd, problems)]
  for (const layer of layers) problems.push(...unknownNames(layer, wanted))
  const values: Record<string, unknown> = {}
  for (const key of wanted) {
    const setting: Setting<unknown> = settings[key]
    const flag = flags[key]
    const found =
      flag === undefined
        ? lookUp(setting, layers, problems)
        : { name: `--${setting.flag ?? key}`, text: flag }
    values[key] = found ? readOne(setting, found, problems) : setting.fallback
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return values as Pick<Settings, Name>
}

function readOne(setting: Setting<unknown>, found: Found, problems: string[]): unknown {
  const { name, text, fromFile } = found
  const value = setting.kind.read(text)
  if (value !== undefined) return value
  const shown = fromFile ? 'the file holds none' : `not ${JSON.stringify(text.slice(0, 80))}`
  const complaint = setting.kind.complain?.(text) ?? shown
  problems.push(`${name} must be ${setting.kind.bound}; ${complaint}.`)
  return undefined
}

function lookUp(
  setting: Setting<unknown>,
  layers: readonly Environment[],
  problems: string[],
): Found | undefined {
  for (const layer of layers) {
    for (const name of setting.env) {
      const text = present(layer[name])
      const file = present(layer[`${name}_FILE`])
      if (text && file) problems.push(`${name} and ${name}_FILE are both set; keep one.`)
      if (text) return { name, text }
      if (file) return readSecretFile(`${name}_FILE`, file, problems)
    }
  }
  return undefined
}

/** An empty variable counts as unset: compose files and dashboards leave such behind. */
function present(text: string | undefined): string | undefined {
  const trimmed = text?.trim()
  return trimmed === '' ? undefined : trimmed
}

function readSecretFile(name: string, path: string, problems: string[]): Found | undefined {
  try {
    return { name, text: readBounded(path).trim(), fromFile: true }
  } catch (error) {
    problems.push(`${name} names a file that cannot be read: ${reason(error)}.`)
    return undefined
  }
}

function readDotEnv(cwd: string, problems: string[]): Environment {
  const path = join(cwd, '.env')
  try {
    return parseEnv(readBounded(path)) as Environment
  } catch (error) {
    if (reason(error) !== 'ENOENT') problems.push(`${path} cannot be read: ${reason(error)}.`)
    return {}
  }
}

function readBounded(path: string): string {
  const status = statSync(path)
  if (!status.isFile() && !status.isFIFO()) throw new Error('it is not a file')
  if (status.size > maxFileBytes) throw new Error(`it is larger than ${maxFileBytes} bytes`)
  return readFileSync(path, 'utf8')
}

function reason(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error as Error).message
}

/** Kubernetes sets these in every pod beside a service that is named `symbolon`. */
const kubernetesLink = /^SYMBOLON_(SERVICE_(HOST|PORT(_\w+)?)|PORT(_\d+_\w+)?)$/

/** Where only some settings are wanted, a slip counts when one of those was meant. */
function unknownNames(layer: Environment, wanted: readonly SettingName[]): string[] {
  const known = new Set(namesOf(everySetting))
  const ours = new Set(namesOf(wanted))
  const problems: string[] = []
  for (const name of Object.keys(layer)) {
    if (!name.startsWith('SYMBOLON_') || kubernetesLink.test(name)) continue
    if (known.has(name) || known.has(name.replace(/_FILE$/, ''))) continue
    const meant = nearest(name, known)
    if (wanted !== everySetting && (meant === undefined || !ours.has(meant))) continue
    problems.push(`${name} is not a setting${meant ? `; did you mean ${meant}?` : '.'}`)
  }
  return problems
}

function namesOf(keys: readonly SettingName[]): readonly string[] {
  return keys.flatMap((key) => settings[key].env as readonly string[])
}
