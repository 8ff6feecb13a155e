import { factsNamed, type KnownFacts } from '@holdfast/platform/contract'
import type { Hardware, Identity, Kernel, OperatingSystem } from '../facts/index.ts'
import type { Collected } from './collect-facts.ts'
import type { Judgement } from './judge-facts.ts'

/** What is said of the host itself. */
export interface ScannedHost {
  readonly name: string
  /** Where it was looked at: `this host`, `root /mnt/disk`, `root@db-1`. */
  readonly seenAs: string
  readonly operatingSystem: string | undefined
  readonly kernel: string | undefined
  readonly machine: string | undefined
  readonly machineId: string | undefined
  readonly scannedAt: string
}

export function describeHost(collected: Collected, seenAs: string, scannedAt: string): ScannedHost {
  const first = <Item>(fact: KnownFacts['fact'], scope?: string): Item | undefined =>
    factsNamed<Item>(collected, fact)
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

/** Version of the document's shape. */
export const schemaVersion = 1

/** The result as one JSON document. */
export function scanDocument(
  host: ScannedHost,
  collected: Collected,
  judgement: Judgement,
): Readonly<Record<string, unknown>> {
  const facts: Record<string, unknown[]> = {}
  for (const { fact, scope, complete, observedAt, items } of collected.facts) {
    facts[fact] = [...(facts[fact] ?? []), { scope, complete, observedAt, items: [...items.values()] }]
  }
  return {
    schemaVersion,
    host,
    facts,
    findings: findingRows(judgement),
    notAssessed: notAssessedRows(collected, judgement),
    summary: { checks: judgement.checks, passed: judgement.passed, findings: judgement.findings.length },
  }
}

export function findingRows({ findings }: Judgement): readonly Readonly<Record<string, unknown>>[] {
  return findings.map(({ check, verdict, severity }) => ({
    check: check.id,
    title: check.title,
    severity,
    category: check.category,
    place: verdict.place,
    evidence: verdict.because,
    fix: verdict.fix,
    why: check.why,
    remedy: check.remedy,
    source: check.source,
  }))
}

/** Checks that could not be answered, and what could not be seen. */
export function notAssessedRows(
  collected: Collected,
  judgement: Judgement,
): readonly Readonly<Record<string, unknown>>[] {
  return [...judgement.notAssessed.map((each) => ({ ...each })), ...collected.problems.map((each) => ({ ...each }))]
}
