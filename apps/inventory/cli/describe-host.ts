import { factsNamed, type KnownFacts, type ScannedHost } from '@holdfast/platform/contract'
import type { Hardware, Identity, Kernel, OperatingSystem } from '../facts/index.ts'

/** What facts say of the host itself. */
export function describeHost(facts: readonly KnownFacts[], seenAs: string, scannedAt: string): ScannedHost {
  const first = <Item>(fact: KnownFacts['fact'], scope?: string): Item | undefined =>
    factsNamed<Item>({ facts }, fact)
      .filter((known) => scope === undefined || known.scope === scope)
      .flatMap(({ items }) => [...items.values()])[0]
  const identity = first<Identity>('inventory.identity')
  const system = first<OperatingSystem>('inventory.operating-system')
  const hardware = first<Hardware>('inventory.hardware')
  return {
    // Images are all called localhost, if anything.
    name: identity?.hostname === undefined || identity.hostname === 'localhost' ? seenAs : identity.hostname,
    seenAs,
    operatingSystem: system?.name,
    kernel: first<Kernel>('inventory.kernel', 'running')?.release,
    machine: hardware && machineOf(hardware),
    machineId: identity?.machineId,
    scannedAt,
  }
}

function machineOf({ cpuCount, memoryBytes, virtualization }: Hardware): string {
  const gibibytes = (memoryBytes / 2 ** 30).toFixed(1)
  const where = virtualization === 'none' ? 'bare metal' : virtualization
  return `${cpuCount} CPU${cpuCount === 1 ? '' : 's'}, ${gibibytes} GiB, ${where}`
}
