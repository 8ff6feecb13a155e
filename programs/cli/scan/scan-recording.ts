import type { ScannedHost, VerbContext } from '@holdfast/platform/contract'
import { exitStatus, ScanError, type ScanResult } from '@holdfast/platform/scanning'
import { readInput } from '../input/read-input.ts'
import type { AllParts } from './all-parts.ts'
import { assessAll, nothingJudged } from './run-scan.ts'

const others = ['root', 'ssh', 'image', 'snapshot', 'record'] as const

/** Assesses a host of which another program made a recording. Checks of configuration are about what is collected here, and are not made. */
export async function scanRecording(path: string, context: VerbContext, all: AllParts): Promise<ScanResult> {
  const stray = others.find((name) => context.options[name] !== undefined)
  if (stray !== undefined)
    throw new ScanError(`--recording and --${stray} exclude each other: scan one thing at a time.`, exitStatus.usage)
  const { name, recordedAt, facts, problems } = read(path, await readInput(path), all)
  const collected = { facts, problems, failed: 0 }
  const assessment = await assessAll(all.parts, { facts, listed: [], distribution: undefined }, context)
  const target = { kind: 'host', name, seenAs: path, scannedAt: recordedAt } as const
  const counted = all.parts.flatMap((part) => part.counted ?? [])
  return {
    target,
    host: hostOf(name, path, recordedAt, facts),
    counted,
    collected,
    judgement: nothingJudged,
    assessment,
  }
}

type Recording = NonNullable<ReturnType<NonNullable<AllParts['parts'][number]['readRecording']>>>

function read(path: string, bytes: Uint8Array, all: AllParts): Recording {
  try {
    for (const part of all.parts) {
      const recording = part.readRecording?.(bytes)
      if (recording !== undefined) return recording
    }
  } catch (error) {
    if ((error as Error).name !== 'RecordingError') throw error
    throw new ScanError(`${path}: ${(error as Error).message}.`, exitStatus.usage)
  }
  throw new ScanError(`${path} is no recording of a host.`, exitStatus.usage)
}

function hostOf(name: string, seenAs: string, scannedAt: string, facts: Recording['facts']): ScannedHost {
  const [system] = facts
    .filter(({ fact }) => fact === 'inventory.operating-system')
    .flatMap(({ items }) => [...items.values()])
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
  const operatingSystem = [text(system?.name), text(system?.pointRelease)]
    .filter((part) => part !== undefined)
    .join(' ')
  return {
    name,
    seenAs,
    scannedAt,
    operatingSystem,
    kernel: undefined,
    machine: text(system?.architecture),
    machineId: undefined,
  }
}
