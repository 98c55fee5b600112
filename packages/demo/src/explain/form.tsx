import { type ReactNode, useEffect, useId, useRef } from 'react'
import type { Fields } from './fields.ts'

interface FormProps {
  readonly fields: Fields
  readonly onChange: (changed: Partial<Fields>) => void
}

/** Not a form that could be sent: what is typed is read at once, and remembered by no browser. */
export function Form({ fields, onChange }: FormProps) {
  const text = (name: keyof Fields) => ({
    value: fields[name],
    onChange: ({ target }: { readonly target: { readonly value: string } }) =>
      onChange({ [name]: target.value }),
    autoComplete: 'off',
    autoCapitalize: 'off',
    spellCheck: false,
  })
  return (
    <div className="fields">
      <Field label="Token" wide>
        {(id) => <textarea id={id} rows={4} className="mono" {...text('token')} />}
      </Field>
      <Field label="Channel joined">{(id) => <input id={id} {...text('channel')} />}</Field>
      <UserField fields={fields} onChange={onChange} text={text('user')} />
      <Field label="App ID" optional>
        {(id) => <input id={id} className="mono" {...text('appId')} />}
      </Field>
      <Field label="App Certificate" optional hint="Proves the signature. It stays here too.">
        {(id, hint) => (
          <Secret
            id={id}
            hint={hint}
            value={fields.certificate}
            onChange={(certificate) => onChange({ certificate })}
          />
        )}
      </Field>
      <RoleField fields={fields} onChange={onChange} />
      <Field label="What the SDK said" optional wide>
        {(id) => <textarea id={id} rows={2} {...text('error')} />}
      </Field>
    </div>
  )
}

interface SecretProps {
  readonly id: string
  readonly hint: string | undefined
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Left to the browser: React would write what is typed into the document, as an attribute. */
function Secret({ id, hint, value, onChange }: SecretProps) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (field.current!.value !== value) field.current!.value = value
  }, [value])
  return (
    <input
      ref={field}
      id={id}
      aria-describedby={hint}
      type="password"
      className="mono"
      autoComplete="one-time-code" // the value at which browsers do not offer to save it
      onChange={({ target }) => onChange(target.value)}
    />
  )
}

function UserField({ fields, onChange, text }: FormProps & { readonly text: object }) {
  return (
    <div className="field">
      <Field label="User joined">{(id) => <input id={id} {...text} />}</Field>
      <fieldset className="choice">
        <legend className="unseen">What the user is</legend>
        {(['uid', 'account'] as const).map((kind) => (
          <label key={kind}>
            <input
              type="radio"
              name="kind"
              checked={fields.userKind === kind}
              onChange={() => onChange({ userKind: kind })}
            />
            {kind === 'uid' ? 'integer uid' : 'account'}
          </label>
        ))}
      </fieldset>
    </div>
  )
}

function RoleField({ fields, onChange }: FormProps) {
  return (
    <Field label="Wants to be" optional>
      {(id) => (
        <select
          id={id}
          value={fields.role}
          onChange={({ target }) => onChange({ role: target.value as Fields['role'] })}
        >
          <option value="">not given</option>
          <option value="publisher">publisher</option>
          <option value="subscriber">subscriber</option>
        </select>
      )}
    </Field>
  )
}

interface FieldProps {
  readonly label: string
  readonly optional?: boolean
  readonly wide?: boolean
  readonly hint?: string
  readonly children: (id: string, hintId: string | undefined) => ReactNode
}

function Field({ label, optional, wide, hint, children }: FieldProps) {
  const id = useId()
  const hintId = hint === undefined ? undefined : `${id}-hint`
  return (
    <div className={wide ? 'field wide' : 'field'}>
      <label htmlFor={id}>
        {label} {optional && <small>optional</small>}
      </label>
      {children(id, hintId)}
      {hint && (
        <small id={hintId} className="hint">
          {hint}
        </small>
      )}
    </div>
  )
}
