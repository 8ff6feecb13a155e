import { type ReactNode, useId } from 'react'
import { CheckBox } from './check-box.tsx'
import classes from './field.module.css'

export function CheckField({
  label,
  hint,
  checked,
  onChange,
}: {
  label: ReactNode
  hint?: ReactNode
  checked: boolean | 'mixed'
  onChange: (checked: boolean) => void
}) {
  const id = useId()
  return (
    <div className={classes.check}>
      <CheckBox id={id} checked={checked} onChange={onChange} describedBy={hint ? `${id}-note` : undefined} />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p className={classes.note} id={`${id}-note`}>
          {hint}
        </p>
      )}
    </div>
  )
}
