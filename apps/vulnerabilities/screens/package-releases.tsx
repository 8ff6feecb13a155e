import { addressOf, Badge, MetricLink } from '@holdfast/design'
import classes from './cve.module.css'
import { holdersQuery } from './cve.ts'
import type { PackageRelease, PackageVersion } from './package.ts'

/** Installed versions by release, with who has them and what clears each. */
export function PackageReleases({ releases }: { releases: readonly PackageRelease[] }) {
  if (releases.length === 0)
    return <p className={classes.nothing}>No asset has it any more. What was found in it is told beside.</p>
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Package</th>
            <th scope="col">Version</th>
            <th scope="col">Affected by</th>
            <th scope="col">Upgrade to</th>
            <th scope="col">Assets</th>
          </tr>
        </thead>
        <tbody>
          {releases.flatMap(({ ecosystem, versions }) =>
            versions.map((one) => (
              <tr key={`${ecosystem} ${one.purl}`}>
                <td>
                  <b>{one.name}</b> <span className="muted">{ecosystem}</span>
                  {one.unspoken !== null && (
                    <span className={classes.why}>
                      {one.affected > 0 ? 'Beyond what is listed: ' : ''}
                      {one.unspoken}
                    </span>
                  )}
                </td>
                <td className="mono">{one.version}</td>
                <td>
                  <Affected one={one} />
                </td>
                <td className="mono">{upgrade(one)}</td>
                <td>
                  <MetricLink
                    value={one.assets}
                    href={addressOf('/inventory', { q: holdersQuery(one, undefined) })}
                    label={`assets have ${one.name} ${one.version}`}
                  />
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  )
}

function Affected({ one: { affected, undecided, unspoken } }: { one: PackageVersion }) {
  if (unspoken !== null && affected === 0) return <Badge tone="neutral">not assessed</Badge>
  const open = undecided > 0 ? <Badge tone="neutral">{undecided} cannot be told</Badge> : null
  if (affected === 0) return open ?? <span className="muted">nothing known</span>
  return (
    <>
      {affected} {open}
    </>
  )
}

function upgrade({ affected, clearing: { version, stays } }: PackageVersion) {
  if (affected === 0) return <span className="muted">–</span>
  if (version === null) return <span className="muted">no fix yet</span>
  return stays > 0 ? (
    <>
      {version} <span className="muted">({stays} stay)</span>
    </>
  ) : (
    version
  )
}
