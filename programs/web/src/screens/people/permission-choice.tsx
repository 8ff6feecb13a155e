import { CheckField, useApi } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from '../../shell/session.ts'
import classes from './people.module.css'

/** What a role may, by area; to choose from what one may oneself where it can be changed. */
export function PermissionChoice({
  given,
  chosen,
  onChosen,
}: {
  given: readonly string[]
  chosen: ReadonlySet<string>
  onChosen: ((chosen: ReadonlySet<string>) => void) | undefined
}) {
  const mine = useQuery(sessionQuery(useApi())).data?.data.permissions ?? []
  if (!onChosen) {
    return (
      <section>
        <h3>It may</h3>
        <ul className={classes.permissions}>
          {given.map((permission) => (
            <li key={permission} className="mono">
              {permission}
            </li>
          ))}
        </ul>
      </section>
    )
  }
  const offered = [...new Set([...mine, ...given])].sort()
  const toggle = (permission: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(permission)
    else next.delete(permission)
    onChosen(next)
  }
  return (
    <fieldset className={classes.choice}>
      <legend>It may</legend>
      <div className={classes.permissions}>
        {offered.map((permission) => (
          <CheckField
            key={permission}
            label={<span className="mono">{permission}</span>}
            checked={chosen.has(permission)}
            onChange={(on) => toggle(permission, on)}
          />
        ))}
      </div>
    </fieldset>
  )
}
