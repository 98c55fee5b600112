import {
  type Certificate,
  type Changed,
  clean,
  primaryOf,
  publicProject,
  type RegisteredProject,
  stateOf,
} from '@symbolon/server/project'
import type { Said } from './owner-command.ts'

/** A project for people. */
export function projectText(project: RegisteredProject): string {
  const { appId, name, origin, enabled, appIdOnly, coHost, certificates } = project
  const lines = [
    `${clean(name)}  (${origin}${enabled ? '' : ', disabled'})`,
    `  App ID           ${appId}`,
    `  App ID alone     ${appIdOnly ? 'admitted ("No Certificate")' : 'refused'}`,
    `  Co-host auth     ${coHostText(project, coHost)}`,
    ...certificates.map((one) => `  ${stateOf(one).padEnd(15)}  ${certificateText(one)}`),
  ]
  return `${lines.join('\n')}\n`
}

function coHostText(
  { origin }: RegisteredProject,
  { enabled, confirmedAt, confirmedBy }: RegisteredProject['coHost'],
): string {
  const state = enabled ? 'on' : 'off'
  if (origin === 'local') return state
  if (confirmedAt === undefined) return 'not confirmed: roles in tokens may be decorative'
  return `${state}, confirmed by ${confirmedBy} on ${day(confirmedAt)}`
}

function certificateText({ id, fingerprint, last4, enabled, ...dates }: Certificate): string {
  const { createdAt, drainingSince, retiredAt, disabledBecause } = dates
  const why = disabledBecause === undefined ? '' : `: ${clean(disabledBecause)}`
  const when = [
    `made ${day(createdAt)}`,
    ...(drainingSince === undefined ? [] : [`draining since ${day(drainingSince)}`]),
    ...(retiredAt === undefined ? [] : [`deleted ${day(retiredAt)}`]),
    ...(enabled || retiredAt !== undefined ? [] : [`disabled${why}`]),
  ]
  return `${id}  ${fingerprint} …${last4}  ${when.join(', ')}`
}

function day(at: number): string {
  return new Date(at * 1000).toISOString().slice(0, 10)
}

/** The project as it is now, and what is left to do elsewhere. */
export function tellChange({ project, byHand }: Changed): Said {
  const hints = byHand.map((hint) => `! ${hint}\n`).join('')
  const text = `${projectText(project)}${hints}`
  return { data: { project: publicProject(project), byHand }, text }
}

/** How a certificate is named on the command line: its id, or what it is now. */
export function certificateNamed(project: RegisteredProject, name: string): string {
  const place = name === 'primary' ? primaryOf(project) : undefined
  const secondary = project.certificates.find((one) => one.place === 'secondary')
  if (name === 'secondary' && secondary) return secondary.id
  return place?.id ?? name
}
