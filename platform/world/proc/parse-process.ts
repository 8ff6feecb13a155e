import type { LiveProcess } from '@holdfast/platform/contract'
import { instantOf } from '../host/file-stat-of.ts'

/** What the kernel shows of one process in its folder of /proc, unparsed. Absent: not readable, or gone meanwhile. */
export interface ProcessTexts {
  readonly pid: number
  readonly stat: string
  readonly status: string
  readonly cmdline: Uint8Array
  readonly executable?: string
  readonly cgroup?: string
  readonly loginuid?: string
}

/** Ticks a second in which /proc tells times: `USER_HZ`, 100 on every architecture Node runs on. */
const ticksPerSecond = 100
/** Most bytes of a command line that are looked at, and most arguments of it. */
export const maxCommandLine = 65_536
const maxArguments = 4096
/** `(uid_t) -1`: no login session. */
const noLogin = 4_294_967_295

/** Reads the files of one process (proc(5)); undefined where they are not what the kernel writes, or end in the middle. */
export function parseProcess(texts: ProcessTexts, bootedAtSeconds: number): LiveProcess | undefined {
  // The name may hold spaces, parentheses and line breaks: it ends at the last parenthesis.
  const open = texts.stat.indexOf('(')
  const close = texts.stat.lastIndexOf(')')
  if (open < 0 || close < open) return undefined
  const fields = texts.stat.slice(close + 2).split(' ')
  const parent = Number(fields[1])
  const started = Number(fields[19])
  const uid = statusNumber(texts.status, 'Uid', 1)
  const gid = statusNumber(texts.status, 'Gid', 1)
  if (!Number.isSafeInteger(parent) || !Number.isFinite(started) || uid === undefined || gid === undefined)
    return undefined
  const loginUid = texts.loginuid === undefined ? noLogin : Number.parseInt(texts.loginuid, 10)
  return {
    pid: texts.pid,
    parent,
    name: texts.stat.slice(open + 1, close),
    ...(texts.executable ? { executable: texts.executable } : {}),
    arguments: splitArguments(texts.cmdline),
    uid,
    gid,
    startedAt: instantOf((bootedAtSeconds + started / ticksPerSecond) * 1000),
    residentBytes: (statusNumber(texts.status, 'VmRSS', 0) ?? 0) * 1024,
    ...(texts.cgroup ? cgroupOf(texts.cgroup) : {}),
    ...(Number.isSafeInteger(loginUid) && loginUid >= 0 && loginUid !== noLogin ? { loginUid } : {}),
  }
}

/** Seconds since 1970 at which the system was started, from /proc/stat; 0 where it does not say. */
export function bootedAtSeconds(stat: string): number {
  return Number(/^btime (\d+)$/m.exec(stat)?.[1] ?? 0)
}

/** `Uid:\t0\t0\t0\t0` holds real, effective, saved and file system ids; the name in the first line has its line breaks escaped by the kernel. */
function statusNumber(status: string, field: string, index: number): number | undefined {
  const start = status.indexOf(`\n${field}:\t`)
  if (start < 0) return undefined
  const from = start + field.length + 3
  const end = status.indexOf('\n', from)
  const value = Number.parseInt(status.slice(from, end < 0 ? undefined : end).split('\t')[index] ?? '', 10)
  return Number.isSafeInteger(value) ? value : undefined
}

const decoder = new TextDecoder()

function splitArguments(cmdline: Uint8Array): readonly string[] {
  if (cmdline.length === 0) return []
  const text = decoder.decode(cmdline.subarray(0, maxCommandLine)).replace(/\0+$/, '')
  return text === '' ? [] : text.split('\0', maxArguments)
}

/** The unified hierarchy where there is one, otherwise that of systemd (cgroups(7)). */
function cgroupOf(text: string): { readonly cgroup?: string } {
  const lines = text.split('\n')
  const unified = lines.find((line) => line.startsWith('0::'))?.slice(3)
  const path =
    unified && unified !== '/'
      ? unified
      : (lines.map((line) => /^\d+:name=systemd:(.+)$/.exec(line)?.[1]).find(Boolean) ?? unified)
  return path ? { cgroup: path } : {}
}
