import type { RegisteredProject } from './registered-project.ts'

/** What can be done to a project. */
export type ProjectAct =
  | 'enable primary'
  | 'add secondary'
  | 'swap'
  | 'disable secondary'
  | 'enable secondary'
  | 'delete certificate'
  | 'delete No Certificate'
  | 'disable'
  | 'enable'
  | 'co-host on'
  | 'co-host off'
  | 'rename'

const steps: { readonly [act in ProjectAct]: string | undefined } = {
  'enable primary': 'Enable the primary certificate there, and import that one here.',
  'add secondary': 'Add the secondary certificate there, and import that one here.',
  swap: 'Swap primary and secondary certificate there. Until both sides are swapped, tokens of both are admitted.',
  'disable secondary':
    'Disable the secondary certificate there, else its tokens go on being admitted.',
  'enable secondary': 'Enable the secondary certificate there.',
  'delete certificate': 'Delete the certificate there too; that cannot be taken back.',
  'delete No Certificate':
    'Delete "No Certificate" there, else the App ID alone goes on being enough.',
  disable: 'Disable the project there too, else tokens that are out go on being admitted.',
  enable: 'Enable the project there too.',
  'co-host on': 'Switch co-host authentication on there; it takes some minutes.',
  'co-host off': 'Switch co-host authentication off there.',
  rename: undefined,
}

/**
 * What is left to do in the vendor's console after an act here: nothing for a local project, which it does not know.
 */
export function byHand({ origin }: RegisteredProject, act: ProjectAct): readonly string[] {
  const step = steps[act]
  return origin === 'local' || step === undefined ? [] : [`In the vendor's console: ${step}`]
}
