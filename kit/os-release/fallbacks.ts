import { ProblemList } from '../reading/index.ts'
import { readAssignments } from './assignments.ts'
import type { OperatingSystem } from './operating-system.ts'

/** An operating system before the gaps are filled. */
export type Draft = { readonly id: string } & {
  readonly [Key in Exclude<keyof OperatingSystem, 'id' | 'base'>]?: OperatingSystem[Key] | undefined
} & { readonly like?: readonly string[] }

type Read = (text: string) => Draft | undefined

/** For systems older than os-release, or stripped of it, by path in the order in which they are believed. */
export const readers: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['/etc/lsb-release', readLsbRelease],
  ['/etc/alpine-release', (text) => versioned('alpine', /^(\d+\.\d+\S*)/.exec(text)?.[1])],
  ['/etc/rocky-release', readRedHatRelease],
  ['/etc/almalinux-release', readRedHatRelease],
  ['/etc/oracle-release', readRedHatRelease],
  ['/etc/fedora-release', readRedHatRelease],
  ['/etc/centos-release', readRedHatRelease],
  ['/etc/redhat-release', readRedHatRelease],
  ['/etc/system-release', readRedHatRelease],
  ['/etc/system-release-cpe', readReleaseCpe],
  ['/etc/SuSE-release', readSuseRelease],
  ['/etc/gentoo-release', (text) => (text.startsWith('Gentoo') ? { id: 'gentoo' } : undefined)],
  ['/etc/arch-release', () => ({ id: 'arch' })],
  ['/bin/busybox', (text) => versioned('busybox', /BusyBox v(\d+(?:\.\d+)*)/.exec(text)?.[1])],
])

function versioned(id: string, version: string | undefined): Draft | undefined {
  return version === undefined ? undefined : { id, version }
}

function readLsbRelease(text: string): Draft | undefined {
  const values = readAssignments(text, new ProblemList())
  const id = values.get('DISTRIB_ID')?.toLowerCase()
  return id === undefined
    ? undefined
    : {
        id,
        version: values.get('DISTRIB_RELEASE') || undefined,
        codename: values.get('DISTRIB_CODENAME') || undefined,
        prettyName: values.get('DISTRIB_DESCRIPTION') || undefined,
      }
}

const redHatIds: readonly (readonly [RegExp, string])[] = [
  [/^CentOS Stream/, 'centos-stream'],
  [/^CentOS/, 'centos'],
  [/^Red Hat/, 'rhel'],
  [/^Oracle|^Enterprise Linux Enterprise/, 'ol'],
  [/^Fedora/, 'fedora'],
  [/^Rocky/, 'rocky'],
  [/^AlmaLinux/, 'almalinux'],
  [/^Scientific/, 'scientific'],
  [/^Amazon/, 'amzn'],
]

/** `CentOS Linux release 7.6.1810 (Core)`. */
function readRedHatRelease(text: string): Draft | undefined {
  const match = /^(.+?) release (\d+(?:\.\d+)*)(?: \(([^)]+)\))?/.exec(text.trim())
  const id = redHatIds.find(([name]) => name.test(match?.[1] ?? ''))?.[1]
  if (match === null || id === undefined) return undefined
  const version = match[2] as string
  return { id, name: match[1], version, codename: match[3], prettyName: text.trim().split('\n', 1)[0] }
}

/** `cpe:/o:centos:linux:6:GA`. */
function readReleaseCpe(text: string): Draft | undefined {
  const [, , vendor, , version] = text.trim().split(':')
  const id = { redhat: 'rhel', oracle: 'ol', fedoraproject: 'fedora', amazon: 'amzn' }[vendor ?? ''] ?? vendor
  return id && version ? { id, version } : undefined
}

/** `openSUSE 13.1 (x86_64)` or `SUSE Linux Enterprise Server 11`, then VERSION and PATCHLEVEL. */
function readSuseRelease(text: string): Draft | undefined {
  const version = /^VERSION\s*=\s*(\S+)/m.exec(text)?.[1]
  const level = /^PATCHLEVEL\s*=\s*(\d+)/m.exec(text)?.[1]
  if (version === undefined) return undefined
  const id = text.startsWith('openSUSE') ? 'opensuse' : /Desktop/.test(text) ? 'sled' : 'sles'
  return { id, version: level === undefined || level === '0' ? version : `${version}.${level}` }
}
