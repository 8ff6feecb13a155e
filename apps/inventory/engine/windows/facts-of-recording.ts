import type { WindowsRecording, WindowsSystem } from '@holdfast/kit/windows'
import { type FactType, itemKey, type KnownFacts, type KnownProblem } from '@holdfast/platform/contract'
import {
  type Feature,
  featureFact,
  type Listener,
  listenerFact,
  type OperatingSystem,
  operatingSystemFact,
  type Update,
  updateFact,
} from '../../facts/index.ts'

/** The facts that a recording of a Windows host tells, as a source would. What it did not see is a problem, never an empty list. */
export function factsOfWindows(recording: WindowsRecording): {
  readonly facts: readonly KnownFacts[]
  readonly problems: readonly KnownProblem[]
} {
  const { recordedAt, system, updates, features, listeners } = recording
  const problems: KnownProblem[] = recording.problems.map(({ part = '', message }) => ({
    ...{ fact: operatingSystemFact.name, scope: '', reason: 'malformed', detail: `${part}: ${message}` },
  }))
  const isWhole = (list: string) => !recording.problems.some(({ part }) => part?.startsWith(list))
  const known = (type: FactType, items: readonly object[] | undefined, list: string): readonly KnownFacts[] => {
    if (items === undefined) {
      problems.push({ fact: type.name, scope: '', reason: 'missing', detail: `the recording does not tell ${list}` })
      return []
    }
    const byKey = new Map(
      items.map((item) => [itemKey(type, item as never), item as Readonly<Record<string, unknown>>]),
    )
    return [{ fact: type.name, scope: '', complete: isWhole(list), observedAt: recordedAt, items: byKey }]
  }
  const facts = [
    ...known(operatingSystemFact, [operatingSystemOf(system)], 'system'),
    ...known(updateFact, updates?.map(updateOf), 'updates'),
    ...known(featureFact, features satisfies readonly Feature[] | undefined, 'features'),
    ...known(listenerFact, listeners?.map(listenerOf), 'listeners'),
  ]
  return { facts, problems }
}

function operatingSystemOf(system: WindowsSystem): OperatingSystem {
  const { name, version, build, revision, servicePack, edition, role, isCore, architecture } = system
  const core = isCore && role !== 'client' ? '-core' : ''
  return {
    id: 'windows',
    base: 'windows',
    family: 'windows',
    name,
    version,
    pointRelease: [version, build, revision].filter((part) => part !== undefined).join('.'),
    build,
    installation: `${role}${core}` as NonNullable<OperatingSystem['installation']>,
    architecture,
    ...(revision !== undefined && { revision }),
    ...(servicePack > 0 && { servicePack }),
    ...(edition !== undefined && { variant: edition }),
  }
}

function updateOf({ id, kind, installedAt }: NonNullable<WindowsRecording['updates']>[number]): Update {
  return { id, ...(kind !== undefined && { kind }), ...(installedAt !== undefined && { installedAt }) }
}

function listenerOf({
  transport,
  address,
  port,
  process,
}: NonNullable<WindowsRecording['listeners']>[number]): Listener {
  return {
    transport,
    address,
    port,
    allInterfaces: address === '0.0.0.0' || address === '::',
    loopback: address === '::1' || address.startsWith('127.'),
    ...(process !== undefined && { process }),
    pids: [],
  }
}
