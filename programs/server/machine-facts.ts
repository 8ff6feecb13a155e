import { statfsSync } from 'node:fs'

/** What this process knows of its machine. */
export function machineFacts(home: string, version: string) {
  const startedAt = new Date().toISOString()
  return () => ({ version, node: process.versions.node, startedAt, disk: diskOf(home) })
}

function diskOf(path: string): { freeBytes: number; totalBytes: number } | null {
  try {
    const { bavail, blocks, bsize } = statfsSync(path)
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
  } catch {
    return null
  }
}
