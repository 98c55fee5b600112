/** What the SDK sends: a request when there is an `id`, else a message that wants no answer. */
export interface Frame {
  readonly id: string | undefined
  readonly type: string
  readonly message: unknown
}

/** What the SDK is told without having asked. */
export interface Push {
  readonly type: string
  readonly message: Readonly<Record<string, unknown>>
}

/** @returns undefined when it is none of the SDK's frames */
export function decodeFrame(text: string): Frame | undefined {
  let frame: unknown
  try {
    frame = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof frame !== 'object' || frame === null) return undefined
  const { _id: id, _type: type, _message: message = {} } = frame as Record<string, unknown>
  if (typeof type !== 'string' || type.length > 64) return undefined
  if (id !== undefined && (typeof id !== 'string' || id.length > 64)) return undefined
  return { id, type, message }
}

/** `_result` must be this very word: with "ok" the SDK goes on waiting. */
export function encodeSuccess(id: string, message: unknown): string {
  return JSON.stringify({ _id: id, _result: 'success', _message: message })
}

/** The number decides what the SDK does; it shows the text to the app. */
export function encodeFailure(id: string, code: number, text: string): string {
  const message = { code, error_code: code, error_str: text }
  return JSON.stringify({ _id: id, _result: 'failed', _message: message })
}

export function encodePush({ type, message }: Push): string {
  return JSON.stringify({ _type: type, _message: message })
}
