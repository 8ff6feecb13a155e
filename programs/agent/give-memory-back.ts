import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import koffi from 'koffi'

const madvDontneed = 4

export interface MemoryGiver {
  /** Collects garbage and trims the C heap, which costs tens of milliseconds, and lets go. */
  giveBack(): void
  /** Lets go of program text and constants alone: they are clean, and come back from the page cache when they are next used. */
  letGo(): void
}

/** Returns what an idle process does not need: an agent shares the machine with the work that the machine is there for. */
export function memoryGiver(): MemoryGiver {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as (options: Readonly<Record<string, string>>) => void
  const collect = () => gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  if (process.platform !== 'linux') return { giveBack: collect, letGo: () => {} }
  const libc = koffi.load('libc.so.6')
  const madvise = libc.func('int madvise(uintptr_t, unsigned long, int)')
  const trim = libc.func('int malloc_trim(unsigned long)')
  // Libraries that are loaded later are few and small.
  let clean: ReadonlySet<string> | undefined
  const letGo = () => {
    clean ??= cleanMappings(readFileSync('/proc/self/smaps', 'latin1'))
    // Only what is still mapped as it was then: an address may since be of something else.
    for (const line of readFileSync('/proc/self/maps', 'latin1').split('\n')) {
      if (!clean.has(line)) continue
      const [start, end] = line.slice(0, line.indexOf(' ')).split('-')
      madvise(BigInt(`0x${start}`), BigInt(`0x${end}`) - BigInt(`0x${start}`), madvDontneed)
    }
  }
  return {
    letGo,
    giveBack() {
      collect()
      trim(0)
      letGo()
    },
  }
}

/**
 * The lines of mappings of files (proc_pid_smaps(5)) that cannot be written and have no page of their own: dropping their pages loses
 * nothing. What the linker changed before it closed a mapping for writing has such pages, and stays.
 */
function cleanMappings(smaps: string): ReadonlySet<string> {
  const found = new Set<string>()
  let current: string | undefined
  for (const line of smaps.split('\n')) {
    const head = /^[0-9a-f]+-[0-9a-f]+ r-[x-]p \S+ \S+ [1-9]\d* +\//.test(line)
    if (head) current = line
    else if (/^[0-9a-f]+-/.test(line)) current = undefined
    else if (current && /^Anonymous:\s+0 kB$/.test(line)) found.add(current)
  }
  return found
}
