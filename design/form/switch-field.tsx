import { type ReactNode, useId } from 'react'
import classes from './field.module.css'
import box from './switch-field.module.css'

/** Takes effect at once; what must be confirmed is a `CheckField`. */
export function SwitchField({
  label,
  hint,
  checked,
  onChange,
}: {
  label: ReactNode
  hint?: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  const id = useId()
  return (
    <div className={classes.check}>
      <button
        type="button"
        role="switch"
        id={id}
        className={box.switch}
        aria-checked={checked}
        aria-describedby={hint ? `${id}-note` : undefined}
        onClick={() => onChange(!checked)}
      >
        <i />
      </button>
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p className={classes.note} id={`${id}-note`}>
          {hint}
        </p>
      )}
    </div>
  )
}
