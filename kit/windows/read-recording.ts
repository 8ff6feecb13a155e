import { asList, asRecord, asText, type JsonRecord, ProblemList, readJson } from '../reading/index.ts'
import commonNames from './features.json' with { type: 'json' }
import {
  type RecordingReading,
  recordingLimits,
  type WindowsArchitecture,
  type WindowsFeature,
  type WindowsListener,
  type WindowsRole,
  type WindowsSystem,
  type WindowsUpdate,
} from './recording.ts'

const architectures: Readonly<Record<string, WindowsArchitecture>> = {
  '0': 'x86',
  '6': 'ia64',
  '9': 'x64',
  '12': 'arm64',
}
const roles: Readonly<Record<string, WindowsRole>> = { '1': 'client', '2': 'domain-controller', '3': 'server' }

/**
 * Reads what `record-windows.ps1` wrote of a host: JSON in UTF-8 or UTF-16. Without its system a recording is none; what is wrong with one item of a list leaves
 * the others as they are. Never throws.
 */
export function readWindowsRecording(bytes: Uint8Array): RecordingReading {
  if (bytes.length > recordingLimits.bytes) return refuse(`longer than ${recordingLimits.bytes} bytes`)
  const problems = new ProblemList()
  const value = readJson(bytes, problems)
  const [broken] = problems.list
  if (broken !== undefined) return { ok: false, problem: broken }
  const root = asRecord(value)
  if (root.format !== 'holdfast-windows-recording')
    return refuse('no recording: "format" is not holdfast-windows-recording')
  if (root.version !== 1) return refuse(`"version" is ${String(root.version).slice(0, 20)}, and only 1 can be read`)
  const system = systemOf(asRecord(root.system))
  if (typeof system === 'string') return refuse(system, 'system')
  const recordedAt = timeOf(root.recordedAt)
  if (recordedAt === undefined) return refuse('is no time', 'recordedAt')
  const host = textOf(root.host)
  if (host === undefined) return refuse('is missing', 'host')
  const list = <Item>(name: string, of: (record: JsonRecord) => Item | string) =>
    readList(root[name], name, of, problems)
  const recording = {
    host,
    machineId: textOf(root.machineId)?.toLowerCase(),
    recordedAt,
    system,
    updates: list('updates', updateOf),
    features: list('features', featureOf),
    listeners: list('listeners', listenerOf),
  }
  return { ok: true, recording: { ...recording, problems: problems.list } }
}

function refuse(message: string, part?: string): RecordingReading {
  return { ok: false, problem: part === undefined ? { message } : { message, part } }
}

/** A text says what is wrong. */
function systemOf(record: JsonRecord): WindowsSystem | string {
  const [name, version] = [textOf(record.name), textOf(record.version)]
  const build = wholeNumber(record.build)
  const role = roles[String(record.productType)]
  const architecture = architectures[String(record.architecture)]
  if (name === undefined) return 'has no name'
  if (version === undefined || !/^\d{1,2}\.\d{1,2}$/.test(version)) return 'has no version like 6.1 or 10.0'
  if (build === undefined) return 'has no build number'
  if (role === undefined) return 'productType is not 1, 2 or 3'
  if (architecture === undefined) return 'architecture is none of 0, 6, 9 and 12 (Win32_Processor)'
  return {
    name: name.replace(/^Microsoft /, ''),
    version,
    build,
    revision: wholeNumber(record.revision),
    servicePack: wholeNumber(record.servicePack) ?? 0,
    edition: textOf(record.edition),
    role,
    isCore: /^(?:server core|nano server)$/i.test(textOf(record.installationType) ?? ''),
    architecture,
  }
}

function readList<Item>(
  value: unknown,
  name: string,
  of: (record: JsonRecord) => Item | string,
  problems: ProblemList,
): readonly Item[] | undefined {
  // PowerShell writes a list of one as the one.
  const items = Array.isArray(value) ? value : typeof value === 'object' && value !== null ? [value] : undefined
  if (items === undefined) {
    if (value !== undefined && value !== null) problems.add('is no list', { part: name })
    return undefined
  }
  if (items.length > recordingLimits.list)
    problems.add(`more than ${recordingLimits.list} items; the rest is left out`, { part: name })
  const found: Item[] = []
  for (const [index, one] of asList(items).slice(0, recordingLimits.list).entries()) {
    const item = of(asRecord(one))
    if (typeof item === 'string') problems.add(item, { part: `${name}[${index}]` })
    else found.push(item)
  }
  return found
}

function updateOf({ id, kind, installedAt }: JsonRecord): WindowsUpdate | string {
  const number = /^(?:KB)?(\d{4,8})$/i.exec(textOf(id) ?? '')?.[1]
  if (number === undefined) return `“${String(id).slice(0, 40)}” is no number of an update`
  return { id: `KB${number}`, kind: textOf(kind), installedAt: timeOf(installedAt) }
}

function featureOf({ name, enabled }: JsonRecord): WindowsFeature | string {
  const own = textOf(name)?.toLowerCase()
  if (own === undefined) return 'has no name'
  if (typeof enabled !== 'boolean') return `of ${own.slice(0, 60)} it is not said whether it is enabled`
  return { name: (commonNames as Readonly<Record<string, string>>)[own] ?? own, enabled }
}

function listenerOf({ transport, address, port, process }: JsonRecord): WindowsListener | string {
  const number = wholeNumber(port)
  if (transport !== 'tcp' && transport !== 'udp') return 'transport is neither tcp nor udp'
  if (number === undefined || number < 1 || number > 65_535) return 'port is none'
  return { transport, address: textOf(address) ?? '0.0.0.0', port: number, process: textOf(process) }
}

function textOf(value: unknown): string | undefined {
  const text = asText(value)?.trim().slice(0, recordingLimits.text)
  return text === '' ? undefined : text
}

function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number < 1e9 ? number : undefined
}

function timeOf(value: unknown): string | undefined {
  const text = asText(value)
  if (text === undefined || text.length > 64 || !/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}
