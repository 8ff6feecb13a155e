import { ProblemList, type Reading } from '../reading/index.ts'
import { decodeTextFile } from '../text/index.ts'
import { parseXml, type XmlElement } from '../xml/index.ts'
import type { LockedPackage } from './locked-package.ts'
import { Pinned } from './pinned.ts'

/** Reads `packages.config` of NuGet. Source: Microsoft Learn, "packages.config reference". */
export function readPackagesConfig(bytes: Uint8Array): Reading<LockedPackage> {
  return readElements(bytes, 'packages', (root, pinned) => {
    for (const { name, attributes } of root.children)
      if (name === 'package')
        pinned.add(attributes.get('id') ?? '', attributes.get('version') ?? '', {
          dev: attributes.get('developmentDependency') === 'true',
        })
  })
}

/** Reads `Directory.Packages.props` and the `Packages.props` before it: versions that hold for all projects below. Source: Microsoft Learn, "Central Package Management". */
export function readPackagesProps(bytes: Uint8Array): Reading<LockedPackage> {
  return readElements(bytes, 'Project', (root, pinned) => {
    for (const group of root.children.filter(({ name }) => name === 'ItemGroup'))
      for (const { name, attributes } of group.children) {
        if (name !== 'PackageReference' && name !== 'PackageVersion') continue
        const id = (attributes.get('Include') ?? attributes.get('Update') ?? '').trim()
        const version = (attributes.get('Version') ?? '').trim()
        // Variables and ranges say which versions may be used, not which is.
        if (/^[\w.-]+$/.test(id) && /^[\w.+-]+$/.test(version)) pinned.add(id, version)
      }
  })
}

function readElements(
  bytes: Uint8Array,
  root: string,
  read: (root: XmlElement, pinned: Pinned) => void,
): Reading<LockedPackage> {
  const problems = new ProblemList()
  const pinned = new Pinned('nuget')
  const reading = parseXml(decodeTextFile(bytes))
  if (!reading.ok) problems.add(`no XML: ${reading.problem.message}`, { offset: reading.problem.position })
  else if (reading.root.name !== root) problems.add(`the root element is not <${root}>`)
  else read(reading.root, pinned)
  return { items: pinned.items, problems: problems.list }
}
