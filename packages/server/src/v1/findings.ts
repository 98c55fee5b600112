import type { FastifySchemaValidationError } from 'fastify'
import { type FieldError, ServerError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { clean } from '../observe/clean.ts'
import { ruleBrokenBy } from '../rules.ts'

/** A hostile body can be wrong in ten thousand places; nobody reads so many. */
const mostErrors = 50

/** Collects everything wrong with one body: its shape, then its rules. */
export interface Findings {
  readonly add: (pointer: string, code: string, message: string) => void
  /** the value of `check`, or undefined when it breaks a rule, which is then noted at `pointer` */
  readonly rule: <Value>(pointer: string, check: () => Value) => Value | undefined
  /** @throws ServerError `REQUEST_INVALID` with every finding */
  readonly refuseIfAny: () => void
}

export function findingsOf(shape: readonly FastifySchemaValidationError[]): Findings {
  const rules: FieldError[] = []
  const add = (pointer: string, code: string, message: string) => {
    rules.push({ pointer, code, message })
  }
  return {
    add,
    rule: (pointer, check) => {
      let value: ReturnType<typeof check> | undefined
      const broken = ruleBrokenBy(() => {
        value = check()
      })
      if (broken) add(pointer, broken.code, broken.message)
      return value
    },
    refuseIfAny: () => {
      if (rules.length + shape.length === 0) return
      const shapes = shape.filter(isTopLevel).map(fieldError)
      // a rule says more about a field than its shape does
      const named = new Set(rules.map(({ pointer }) => pointer))
      const unruled = shapes.filter(({ pointer }) => !named.has(pointer))
      const errors = unique([...rules, ...unruled]).slice(0, mostErrors)
      if (errors.length === 0) return
      const detail = errors.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ')
      // what has the wrong shape was not understood; what breaks a rule was
      const status = errors.some(({ code }) => code.startsWith('FIELD_')) ? 400 : 422
      throw new ServerError('REQUEST_INVALID', clean(detail), { errors, status })
    },
  }
}

/** Not a complaint of one branch of a union, which the union itself sums up. */
function isTopLevel({ schemaPath }: FastifySchemaValidationError): boolean {
  return !/\/anyOf\/\d/.test(schemaPath)
}

function fieldError(error: FastifySchemaValidationError): FieldError {
  const { keyword, instancePath, params, message = 'is not allowed' } = error
  const at = `#${clean(instancePath)}`
  if (keyword === 'additionalProperties') {
    const name = String(params.additionalProperty)
    const meant = nearest(name.slice(0, 64), knownFields(error))
    return {
      pointer: `${at}/${clean(escapePointer(name))}`,
      code: 'FIELD_UNKNOWN',
      message: `there is no such field${meant ? `; did you mean "${meant}"?` : ''}`,
    }
  }
  if (keyword === 'required') {
    return {
      pointer: `${at}/${params.missingProperty}`,
      code: 'FIELD_MISSING',
      message: 'is missing',
    }
  }
  const said = `${allowedMessage(error) ?? message}${accountHint(error)}`
  if (keyword === 'type') return { pointer: at, code: 'FIELD_TYPE', message: said }
  return { pointer: at, code: 'FIELD_VALUE', message: said }
}

interface Verbose {
  /** what stood there */
  readonly data?: unknown
  readonly parentSchema?: {
    readonly properties?: object
    readonly anyOf?: readonly { readonly const?: unknown; readonly type?: string }[]
  }
}

function knownFields(error: FastifySchemaValidationError): string[] {
  return Object.keys((error as Verbose).parentSchema?.properties ?? {})
}

/** For a constant or a union: what is allowed, in words. */
function allowedMessage({ keyword, params, ...error }: FastifySchemaValidationError) {
  if (keyword === 'const') return `must be ${JSON.stringify(params.allowedValue)}`
  const branches = keyword === 'anyOf' ? (error as Verbose).parentSchema?.anyOf : undefined
  if (!branches) return undefined
  const words = branches.map(({ const: value, type = 'value' }) =>
    value === undefined ? (kinds[type] ?? `a ${type}`) : JSON.stringify(value),
  )
  return `must be ${words.join(' or ')}`
}

/** The objects that are a choice have no fields. */
const kinds: Readonly<Record<string, string>> = {
  object: 'an empty object',
  array: 'a list',
  integer: 'an integer',
  null: 'null',
}

function accountHint({ instancePath, ...error }: FastifySchemaValidationError): string {
  const isText = instancePath.endsWith('/uid') && typeof (error as Verbose).data === 'string'
  return isText ? '; a user named by text goes in `account`' : ''
}

/** A name as a step of a JSON pointer. */
export function escapePointer(name: string): string {
  return name.replace(/~/g, '~0').replace(/\//g, '~1')
}

function unique(errors: readonly FieldError[]): FieldError[] {
  const seen = new Set<string>()
  return errors.filter(({ pointer, code }) => {
    const key = `${pointer} ${code}`
    return seen.has(key) ? false : Boolean(seen.add(key))
  })
}
