import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Why a test cannot have a disk of its own; undefined when it can. */
export const noSmallDisk = whyNot()

export interface SmallDisk {
  readonly path: string
  /** Leaves so many bytes free; 0 unless told. */
  fill(leave?: number): void
  /** Frees what was filled. */
  free(): void
}

/** A file system of its own with so many bytes, gone after the test. */
export function smallDisk(t: { after(fn: () => unknown): void }, bytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'hf-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=755`, 'tmpfs', path])
  t.after(() => {
    // A process that is just ending may still hold a file.
    execFileSync('umount', ['-l', path])
    rmSync(path, { recursive: true })
  })
  const ballast = join(path, 'ballast')
  return {
    path,
    fill(leave = 0) {
      const { bavail, bsize } = statfsSync(path)
      const fd = openSync(ballast, 'a')
      try {
        const chunk = Buffer.alloc(64 * 1024)
        for (let rest = bavail * bsize - leave; rest > 0; rest -= chunk.length)
          writeSync(fd, chunk, 0, Math.min(rest, chunk.length))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      } finally {
        closeSync(fd)
      }
    },
    free: () => rmSync(ballast, { force: true }),
  }
}

function whyNot(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can mount a small disk'
  const path = mkdtempSync(join(tmpdir(), 'hf-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=65536', 'tmpfs', path], { stdio: 'pipe' })
    execFileSync('umount', [path])
    return undefined
  } catch {
    return 'this machine lets nobody mount a small disk'
  } finally {
    rmSync(path, { recursive: true })
  }
}
