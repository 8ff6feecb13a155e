import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { HttpClient } from '@holdfast/platform/edge'
import type { CommandArgs } from '@holdfast/platform/trust'

const folder = 'update'

/** Brings the archive of an update into the home. Throws, with nothing left there, where it is not the one that the order names. Returns its path. */
export async function fetchUpdate(
  client: HttpClient,
  home: string,
  wanted: CommandArgs<'update'>,
  stop: AbortSignal,
): Promise<string> {
  clearUpdate(home)
  mkdirSync(join(home, folder), { recursive: true, mode: 0o700 })
  const path = join(home, folder, 'agent.tar.gz')
  const fd = openSync(path, 'wx', 0o600)
  const hash = createHash('sha256')
  let size = 0
  try {
    await client.download(
      `/agent/v1/archive/${wanted.platform}`,
      (chunk) => {
        size += chunk.length
        hash.update(chunk)
        for (let at = 0; at < chunk.length; ) at += writeSync(fd, chunk, at)
      },
      { maxBytes: wanted.size, stop },
    )
    if (size !== wanted.size || hash.digest('hex') !== wanted.sha256)
      throw new Error('the server has another archive now than the order names; order the update again')
    return path
  } catch (error) {
    clearUpdate(home)
    throw error
  } finally {
    closeSync(fd)
  }
}

/** An archive that was not used, or was. */
export function clearUpdate(home: string): void {
  rmSync(join(home, folder), { recursive: true, force: true })
}
