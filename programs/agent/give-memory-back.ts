import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import koffi from 'koffi'

const madvDontneed = 4

/**
 * Returns what an idle process does not need: collects garbage, trims the C heap, and lets go of program text, which is clean and comes back from the
 * page cache when it is next run. An agent shares the machine with the work that the machine is there for.
 */
export function memoryGiver(): () => void {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as (options: Readonly<Record<string, string>>) => void
  const collect = () => gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  if (process.platform !== 'linux') return collect
  const libc = koffi.load('libc.so.6')
  const madvise = libc.func('int madvise(uintptr_t, unsigned long, int)')
  const trim = libc.func('int malloc_trim(unsigned long)')
  return () => {
    collect()
    trim(0)
    for (const [start, end] of textMappings()) madvise(start, end - start, madvDontneed)
  }
}

/** Read-only executable mappings of files: never written, so that dropping their pages loses nothing. */
function textMappings(): [bigint, bigint][] {
  const found: [bigint, bigint][] = []
  for (const line of readFileSync('/proc/self/maps', 'latin1').split('\n')) {
    const match = /^([0-9a-f]+)-([0-9a-f]+) r-xp \S+ \S+ [1-9]\d* +\//.exec(line)
    if (match) found.push([BigInt(`0x${match[1]}`), BigInt(`0x${match[2]}`)])
  }
  return found
}
