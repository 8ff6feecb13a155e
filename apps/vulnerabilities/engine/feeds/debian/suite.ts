import suites from './suites.json' with { type: 'json' }

const releases = new Map<string, string>(Object.entries(suites))

/**
 * The ecosystem of a suite of Debian: `Debian:12` of `bookworm` and `bookworm-security`. Undefined for an unknown one; empty for those that are no
 * release, of which nobody installs from advisories.
 */
export function ecosystemOfSuite(suite: string): string | undefined {
  const release = releases.get(suite.replace(/-(?:security|updates|lts|backports|proposed-updates)$/, ''))
  return release === undefined || release === '' ? release : `Debian:${release}`
}
