import { TextField } from '@holdfast/design'
import classes from './score-model.module.css'

interface Bounds {
  readonly least: number
  readonly most: number
}

/** One number of the formula, with what is published and the bounds that it stays in. */
export function WeightRow({
  label,
  hint,
  value,
  onChange,
  published,
  bounds: { least, most },
}: {
  label: string
  hint?: string
  value: string
  /** Absent for whoever may not change it. */
  onChange: ((value: string) => void) | undefined
  published: number
  bounds: Bounds
}) {
  return (
    <div className={classes.row}>
      {onChange ? (
        <TextField label={label} type="number" value={value} onChange={onChange} {...wrong(value, { least, most })} />
      ) : (
        <p>
          {label}: <b>{value}</b>
        </p>
      )}
      <p className={classes.hint}>
        {hint}
        <span className={classes.note}>
          {Number(value) === published ? 'As published' : `Published: ${published}`}, {least} to {most}.
        </span>
      </p>
    </div>
  )
}

/** The factors of a term of the place, from the least level to the most, side by side. */
export function Levels({
  levels,
  values,
  onChange,
  bounds,
}: {
  levels: readonly { readonly level: string; readonly published: number }[]
  values: readonly string[]
  onChange: ((level: string, value: string) => void) | undefined
  bounds: Bounds
}) {
  const others = levels.filter(({ published }, at) => Number(values[at]) !== published)
  return (
    <>
      <div className={classes.levels}>
        {levels.map(({ level }, at) =>
          onChange ? (
            <TextField
              key={level}
              label={level}
              type="number"
              value={values[at] ?? ''}
              onChange={(value) => onChange(level, value)}
              {...wrong(values[at] ?? '', bounds)}
            />
          ) : (
            <p key={level}>
              {level}: <b>{values[at]}</b>
            </p>
          ),
        )}
      </div>
      <p className={classes.hint}>
        <span className={classes.note}>
          {others.length === 0
            ? 'As published'
            : `Published: ${others.map(({ level, published }) => `${level} ${published}`).join(', ')}`}
          , {bounds.least} to {bounds.most}.
        </span>
      </p>
    </>
  )
}

function wrong(value: string, { least, most }: Bounds): { error?: string } {
  const number = Number(value)
  return value.trim() === '' || !(number >= least && number <= most) ? { error: `from ${least} to ${most}` } : {}
}
