import { exactly, formatTotal } from '@holdfast/design'
import { useId } from 'react'
import classes from './finding.module.css'
import type { Finding } from './finding.ts'
import { useFindingCount } from './use-finding.ts'

export const scopes = ['here', 'asset', 'everywhere'] as const
export type Scope = (typeof scopes)[number]

/** How far a decision reaches, narrowest first, and how many open findings that is. */
export function ScopeChoice({
  finding,
  value,
  onChange,
}: {
  finding: Finding
  value: Scope
  onChange: (value: Scope) => void
}) {
  const name = useId()
  const check = `check:${exactly(finding.check.id)} and status:open`
  const count = useFindingCount(
    value === 'everywhere' ? check : `${check} and asset.id:${exactly(finding.asset.id)}`,
  ).data
  const words = {
    here: finding.place === '' ? 'This finding alone' : `This finding alone: ${finding.place}`,
    asset: `This check everywhere on ${finding.asset.name}`,
    everywhere: 'This check on all assets, present and future',
  }
  return (
    <fieldset className={classes.choices}>
      <legend>For how much</legend>
      {scopes.map((scope) => (
        <label key={scope}>
          <input type="radio" name={name} checked={scope === value} onChange={() => onChange(scope)} />
          <span>
            {words[scope]}
            {scope === value && scope !== 'here' && count && (
              <small className="muted"> · {formatTotal(count.total, count.isExact)} open now</small>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
