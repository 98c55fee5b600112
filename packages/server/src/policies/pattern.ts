import { contains, type Glob, globOf, overlaps } from './glob.ts'
import type { PolicyCaller } from './wish.ts'

/** A pattern of a rule: a glob, perhaps with names of the caller in it. */
export interface Pattern {
  readonly text: string
  /** absent: it is another one for each caller */
  readonly glob: Glob | undefined
}

const variable = /\$\{([^}]*)\}/g
const mostPatternBytes = 64
const mostStars = 8

export function patternOf(text: string): Pattern {
  return { text, glob: text.includes('${') ? undefined : globOf(text) }
}

/** What is wrong with a pattern, in words. */
export function patternFault(text: string): string | undefined {
  if (Buffer.byteLength(text) > mostPatternBytes) return `has more than ${mostPatternBytes} bytes`
  if (text.split('*').length - 1 > mostStars) return `has more than ${mostStars} stars`
  const unknown = [...text.matchAll(variable)].find(([, name = '']) => !Object.hasOwn(values, name))
  if (unknown) return `names ${unknown[0]}; there are \${caller.id} and \${caller.sub}`
  return undefined
}

/** Whether all that is asked for lies within one of the patterns. */
export function covers(patterns: readonly Pattern[], asked: string, caller: PolicyCaller): boolean {
  return patterns.some((pattern) => {
    const glob = globFor(pattern, caller)
    return glob !== undefined && contains(glob, asked)
  })
}

/** Whether anything that is asked for lies within one of the patterns. */
export function touches(
  patterns: readonly Pattern[],
  asked: string,
  caller: PolicyCaller,
): boolean {
  return patterns.some((pattern) => {
    const glob = globFor(pattern, caller)
    return glob !== undefined && overlaps(glob, asked)
  })
}

/** What stands before, or behind, everything that is not fixed. */
export function fixedStart({ text }: Pattern): string {
  return text.slice(0, text.search(/\*|\$\{|$/))
}

export function fixedEnd({ text, glob }: Pattern): string {
  const variableEnd = glob === undefined ? text.lastIndexOf('}') : -1
  return text.slice(Math.max(text.lastIndexOf('*'), variableEnd) + 1)
}

/** Undefined where the caller has no such name, or one that no channel or user can have: then nothing fits. */
function globFor({ text, glob }: Pattern, caller: PolicyCaller): Glob | undefined {
  if (glob !== undefined) return glob
  let usable = true
  const own = text.replace(variable, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name]?.(caller) : undefined
    usable &&= value !== undefined && value !== '' && !value.includes('*')
    return value ?? ''
  })
  return usable ? globOf(own) : undefined
}

const values: Readonly<Record<string, (caller: PolicyCaller) => string | undefined>> = {
  'caller.id': ({ id }) => id,
  'caller.sub': ({ claims }) => (typeof claims?.sub === 'string' ? claims.sub : undefined),
}
