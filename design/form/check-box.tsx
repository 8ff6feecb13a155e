import classes from './check-box.module.css'

/** A box alone, with a name for screen readers; `CheckField` has its words beside it. */
export function CheckBox({
  checked,
  onChange,
  label,
  id,
  tabIndex,
  describedBy,
}: {
  /** `mixed`: some of what it stands for. */
  checked: boolean | 'mixed'
  onChange: (checked: boolean) => void
  label?: string
  id?: string
  tabIndex?: number
  describedBy?: string
}) {
  return (
    <input
      type="checkbox"
      id={id}
      className={classes.box}
      aria-label={label}
      aria-describedby={describedBy}
      tabIndex={tabIndex}
      checked={checked === true}
      ref={(box) => {
        if (box) box.indeterminate = checked === 'mixed'
      }}
      onChange={(event) => onChange(event.target.checked)}
    />
  )
}
