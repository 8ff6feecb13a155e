import { Badge, formatCount, SeverityMark } from '@holdfast/design'
import { useState } from 'react'
import classes from './cve.module.css'
import { cveAddress } from './cve.ts'
import type { PackageAdvisory } from './package.ts'
import { probabilityWords } from './words.ts'

/** More at once are asked for by a click: the kernel has thousands. */
const firstShown = 50

/** Vulnerabilities that affect what is installed, each with the versions that it means and where it is fixed. */
export function PackageAdvisories({
  advisories,
  count,
  several,
}: {
  advisories: readonly PackageAdvisory[]
  count: number
  /** There are several releases, which must be told apart. */
  several: boolean
}) {
  const [all, setAll] = useState(false)
  if (count === 0) return <p className={classes.nothing}>Nothing that feeds know of affects an installed version.</p>
  const shown = all ? advisories : advisories.slice(0, firstShown)
  return (
    <>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Vulnerability</th>
              <th scope="col">Severity</th>
              <th scope="col">Affects</th>
              <th scope="col">Does not affect</th>
              <th scope="col">Fixed in</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr key={one.name}>
                <td>
                  <a className={`mono ${classes.name}`} href={cveAddress(one.name)}>
                    {one.name}
                  </a>{' '}
                  {one.exploited && <Badge tone="critical">exploited</Badge>}
                  {one.epss !== null && one.epss >= 0.1 && <Badge tone="high">EPSS {probabilityWords(one.epss)}</Badge>}
                  {one.title !== one.name && (
                    <span className={classes.why}>{one.title.replace(`${one.name}: `, '')}</span>
                  )}
                </td>
                <td>
                  <SeverityMark severity={one.severity} />
                </td>
                <td className="mono">{lines(one, several, ({ affected }) => affected)}</td>
                <td className="mono">{lines(one, several, ({ others }) => others)}</td>
                <td className="mono">{lines(one, several, fixedIn)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!all && advisories.length > firstShown && (
        <p className={classes.nothing}>
          <button type="button" className={classes.all} onClick={() => setAll(true)}>
            Show all {formatCount(advisories.length)}
          </button>
        </p>
      )}
      {all && count > advisories.length && (
        <p className={classes.nothing}>
          These are the {formatCount(advisories.length)} most severe of {formatCount(count)}.
        </p>
      )}
    </>
  )
}

type Release = PackageAdvisory['releases'][number]

/** Each version in a line of its own. */
function lines({ releases }: PackageAdvisory, several: boolean, of: (release: Release) => readonly string[]) {
  return releases.map((release) => (
    <span key={release.ecosystem} className={classes.lines}>
      {several && <span className="muted">{release.ecosystem}</span>}
      {(of(release).length > 0 ? of(release) : ['–']).map((text) => (
        <span key={text}>{text}</span>
      ))}
    </span>
  ))
}

function fixedIn({ fixed, fix }: Release): readonly string[] {
  return fixed.length > 0 ? fixed : [fix ?? 'no fix yet']
}
