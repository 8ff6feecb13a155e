import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** The process that listens on a TCP port of this machine; undefined where it cannot be told, as for another account's. */
export function whoListens(port: number): { pid: number; program: string } | undefined {
  const sockets = new Set(['tcp', 'tcp6'].flatMap((table) => listening(`/proc/net/${table}`, port)))
  if (sockets.size === 0) return undefined
  for (const name of list('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const holds = list(`/proc/${name}/fd`).some((fd) => sockets.has(target(`/proc/${name}/fd/${fd}`)))
    if (holds) return { pid: Number(name), program: read(`/proc/${name}/comm`).trim() }
  }
  return undefined
}

/** Sockets in state LISTEN (0A) on the port, as links in /proc/<pid>/fd name them; see proc_net_tcp(5). */
function listening(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  return read(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A' && fields[1]?.endsWith(`:${wanted}`))
    .map((fields) => `socket:[${fields[9]}]`)
}

function list(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function target(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
