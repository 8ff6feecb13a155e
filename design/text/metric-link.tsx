import { formatCount, formatTotal } from '../format/number.ts'
import classes from './metric-link.module.css'

/** A number that leads to the list that makes it. Without `href` it is a number of which there is no list yet. */
export function MetricLink({
  value,
  href,
  isExact = true,
  label,
}: {
  value: number
  href?: string
  isExact?: boolean
  /** Said after the number where its meaning is not beside it. */
  label?: string
}) {
  const text = isExact ? formatCount(value) : formatTotal(value, false)
  const said = label ? <span className="said"> {label}</span> : null
  if (!href) {
    return (
      <span className={classes.plain}>
        {text}
        {said}
      </span>
    )
  }
  return (
    <a className={classes.link} href={href}>
      {text}
      {said}
    </a>
  )
}
