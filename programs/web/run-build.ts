import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'vite'
import { viteOptions } from './vite-options.ts'

const stampName = 'inputs.sha256'
const [dist = '', digest = ''] = process.argv.slice(2)
if (dist === '') throw new Error('run-build needs the folder to build into')

// Another start may build at the same moment: each works in a folder of its own, and the last one to finish stays.
const cache = fileURLToPath(new URL('../../.cache/', import.meta.url))
mkdirSync(cache, { recursive: true })
const fresh = `${cache}web.${process.pid}`
const old = `${cache}web.old.${process.pid}`
try {
  await build(viteOptions({ outDir: fresh }))
  compressAll(fresh)
  writeFileSync(join(fresh, stampName), digest)
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(fresh, dist)
} finally {
  rmSync(fresh, { recursive: true, force: true })
  rmSync(old, { recursive: true, force: true })
}

/** Puts `.br` and `.gz` beside every text file: the server sends them as they are. */
function compressAll(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true }) as string[]) {
    const file = join(folder, name)
    if (!statSync(file).isFile() || !['.js', '.css', '.html', '.svg'].includes(extname(name))) continue
    const content = readFileSync(file)
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }))
    writeFileSync(
      `${file}.br`,
      brotliCompressSync(content, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
      }),
    )
  }
}
