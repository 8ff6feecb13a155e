import type { ReactNode } from 'react'
import classes from './field.module.css'
import { Field } from './field.tsx'

export function TextField({
  label,
  value,
  onChange,
  hint,
  error,
  mono = false,
  type = 'text',
  placeholder,
  required,
  autoFocus,
  autoComplete = 'off',
  lines = 1,
}: {
  label: ReactNode
  value: string
  onChange: (value: string) => void
  hint?: ReactNode
  error?: ReactNode
  mono?: boolean
  type?: 'text' | 'email' | 'password' | 'date' | 'datetime-local' | 'number' | 'url'
  placeholder?: string
  required?: boolean
  autoFocus?: boolean
  autoComplete?: string
  /** More than one makes it a box for longer text. */
  lines?: number
}) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => {
        const shared = {
          ...ids,
          className: classes.input,
          value,
          placeholder,
          required,
          autoComplete,
          autoFocus,
          'data-first': autoFocus || undefined,
          'data-mono': mono || undefined,
        }
        return lines > 1 ? (
          <textarea {...shared} rows={lines} onChange={(event) => onChange(event.target.value)} />
        ) : (
          <input {...shared} type={type} spellCheck={!mono} onChange={(event) => onChange(event.target.value)} />
        )
      }}
    </Field>
  )
}
