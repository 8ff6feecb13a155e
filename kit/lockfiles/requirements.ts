import type { Reading } from '../reading/index.ts'
import { decodeTextFile } from '../text/index.ts'
import type { LockedPackage } from './locked-package.ts'
import { Pinned } from './pinned.ts'

/** Reads `requirements.txt` of pip: what it pins to one version; the bounds of others do not say what is installed. Source: pip, "Requirements File Format"; PEP 508. */
export function readRequirements(bytes: Uint8Array): Reading<LockedPackage> {
  const pinned = new Pinned('pypi')
  for (const line of decodeTextFile(bytes)
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n/)) {
    const [, name, version] =
      /^\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*\(?\s*={2,3}\s*([\w.!+-]+)\s*\)?(?=\s|;|#|$)/.exec(
        line,
      ) ?? []
    if (name !== undefined && version !== undefined) pinned.add(name, version)
  }
  return { items: pinned.items, problems: [] }
}
