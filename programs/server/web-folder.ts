import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of the built web interface, where it was built. */
export function webFolder(): { web: string } | Record<never, never> {
  const folder = fileURLToPath(new URL('../web/dist', import.meta.url))
  return existsSync(`${folder}/index.html`) ? { web: folder } : {}
}
