import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname } from 'node:path'

/** Directories watched at once; a host with more interesting places is polled for the rest. */
const maxWatches = 512

/**
 * Tells which of the given files and directories changed (the kernel's inotify). A path that does not exist yet is seen as soon as it
 * is created, where its parent exists. Returns a function that ends the watch.
 */
export function watchPaths(paths: readonly string[], changed: (paths: readonly string[]) => void): () => void {
  const watchers = new Map<string, FSWatcher>()
  /** Directory → names that matter in it, or `undefined` for all. */
  const wanted = new Map<string, Set<string> | undefined>()
  for (const path of paths) {
    wanted.set(path, undefined)
    const parent = dirname(path)
    const names = wanted.get(parent)
    if (names) names.add(basename(path))
    else if (!wanted.has(parent)) wanted.set(parent, new Set([basename(path)]))
  }

  function start(directory: string): void {
    if (watchers.has(directory) || watchers.size >= maxWatches) return
    try {
      const watcher = watch(directory, { persistent: true }, (_kind, name) => {
        const names = wanted.get(directory)
        if (name === null) changed([directory])
        else if (!names || names.has(name)) {
          const path = directory === '/' ? `/${name}` : `${directory}/${name}`
          changed([names ? path : directory])
          // A directory that came back, or a file that turned into one, is watched from now on.
          if (wanted.has(path)) start(path)
        }
      })
      watcher.on('error', () => stop(directory))
      watchers.set(directory, watcher)
    } catch {
      // Missing, not a directory, or out of watches: the regular run still sees it.
    }
  }

  function stop(directory: string): void {
    watchers.get(directory)?.close()
    watchers.delete(directory)
  }

  for (const directory of wanted.keys()) start(directory)
  return () => {
    for (const directory of [...watchers.keys()]) stop(directory)
  }
}
