import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Everything that can change what is built. */
const inputs = [
  'package-lock.json',
  'apps/web.ts',
  'apps/*/{app.ts,public.ts,web.tsx}',
  'apps/*/screens/**',
  'design/**',
  'kit/**/*.{ts,json}',
  'platform/contract/**',
  'platform/search/language/**',
  'programs/web/{index.html,vite-options.ts,run-build.ts}',
  'programs/web/{public,src}/**',
]

/** The digest of all sources of the web interface, in hex: names and contents, in the order of names. */
export async function inputsDigest(): Promise<string> {
  const files: string[] = []
  for await (const file of glob(inputs, { cwd: root, withFileTypes: true, exclude: isNoInput })) {
    if (file.isFile()) files.push(`${file.parentPath}/${file.name}`)
  }
  const digest = createHash('sha256')
  for (const file of files.sort()) {
    const content = await readFile(file)
    digest.update(`${file.slice(root.length)}\0${content.length}\0`).update(content)
  }
  return digest.digest('hex')
}

function isNoInput(file: { name: string }): boolean {
  return file.name === 'node_modules' || file.name === 'gallery' || file.name.endsWith('.test.ts')
}
