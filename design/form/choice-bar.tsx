import { useId } from 'react'
import classes from './choice-bar.module.css'

/** Two to five ways side by side, of which one is in force: radio buttons in a bar. */
export function ChoiceBar<Value extends string>({
  label,
  value,
  options,
  onChange,
  fill = false,
}: {
  /** Said to screen readers. */
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
  /** Takes the width there is. */
  fill?: boolean
}) {
  const name = useId()
  return (
    <fieldset className={classes.root} data-fill={fill || undefined}>
      <legend className="said">{label}</legend>
      {options.map((option) => (
        <label key={option.value} data-chosen={option.value === value || undefined}>
          <input
            type="radio"
            className="said"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
