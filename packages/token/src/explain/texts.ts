import type { OutcomeName } from './outcomes.ts'
import { joinTexts } from './texts/join.ts'
import { lifeTexts } from './texts/life.ts'
import { projectTexts } from './texts/project.ts'
import { tokenTexts } from './texts/token.ts'

/** The wording of a cause; `{name}` stands for a value. Without an outcome it refuses nothing by itself. */
export interface CauseText {
  readonly outcome?: OutcomeName
  readonly message: string
  readonly fix: string
}

/** Stable name of a cause. docs/explain.md lists the same codes. */
export type CauseCode =
  | keyof typeof tokenTexts
  | keyof typeof projectTexts
  | keyof typeof joinTexts
  | keyof typeof lifeTexts

export const causeTexts: Readonly<Record<CauseCode, CauseText>> = {
  ...tokenTexts,
  ...projectTexts,
  ...joinTexts,
  ...lifeTexts,
}

/** Every cause that `explain` can name. */
export const causeCodes: readonly CauseCode[] = Object.keys(causeTexts) as CauseCode[]

/** Words for values that stand in the wording of a cause. */
export const phrases = {
  case: 'upper and lower case',
  space: 'blanks',
  unicode: 'the Unicode form',
  url: 'URL-encoding',
  quotes: 'quotation marks',
  trimmed: 'blanks or quotes taken off',
  digits: 'leading zeros or a fraction',
  appId: 'the App ID',
  empty: 'an empty or undefined certificate',
  accountLength: 'an account has 1 to 255 characters',
  emptyText: 'no characters',
  promise: 'a promise: an await is missing',
  jwt: 'JSON Web Token (it begins with eyJ)',
  whiteboard: 'Interactive Whiteboard token',
  chatToken: 'Chat token of the old kind (it begins with YWMt)',
  binding: 'App ID, channel and uid',
  ellipsis: 'it ends in dots, as shortened output does',
  appIdShort: 'its App ID has {n} of 32 characters, so at least {missing} are missing',
  bytesShort: 'it has {n} of the {whole} bytes that it announces',
  streamShort: 'it begins well and stops in the middle',
  tooShort: 'it stops before anything could be read',
  inflated: 'it would inflate beyond every limit',
  base64: 'characters stand in it that base64 does not have',
  structure: 'its lengths do not add up',
  stream: 'its compressed bytes are wrong',
} as const

/** Puts values in the place of `{name}`; `((…))` stands only when the values in it are there. */
export function filled(
  text: string,
  values: Readonly<Record<string, string | number | undefined>>,
): string {
  return text
    .replace(/\(\((.*?)\)\)/g, (_, part: string) => {
      const names = part.match(/\{\w+\}/g) ?? []
      return names.every((name) => values[name.slice(1, -1)] !== undefined) ? part : ''
    })
    .replace(/\{(\w+)\}/g, (whole, name: string) => `${values[name] ?? whole}`)
}

/** The first line of an explanation. */
export const summaries = {
  accepted: 'accepted: the signature is proven and everything that was given fits',
  acceptedByAppId: 'accepted: the project admits joins with the App ID alone',
  refused: 'refused: {cause}',
  refusedUnproven: 'refused: {cause} (signature unproven)',
  unproven:
    'unproven: nothing that was given speaks against it, but its signature could not be checked',
  unknown: 'unproven: {cause}',
} as const
