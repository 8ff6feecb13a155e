import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { inputsDigest } from './inputs-digest.ts'

const dist = fileURLToPath(new URL('dist', import.meta.url))
export const stampName = 'inputs.sha256'

/**
 * Builds the web interface where its sources changed since the last build, else does nothing. The bundler runs in a
 * process of its own, so that a server does not keep its memory. Rejects with the bundler's words where the build fails.
 */
export async function buildWeb({
  log = () => {},
}: {
  log?: (line: string) => void
} = {}): Promise<{ dist: string; built: boolean }> {
  const digest = await inputsDigest()
  if (isBuilt(digest)) return { dist, built: false }
  const started = Date.now()
  log('Building the web interface (once, a few seconds) …')
  const script = fileURLToPath(new URL('run-build.ts', import.meta.url))
  const options = ['--disable-warning=ExperimentalWarning', script, dist, digest]
  await promisify(execFile)(process.execPath, options, { maxBuffer: 4_000_000 }).catch(
    (error: { stderr?: string; message: string }) => {
      throw new Error(`the web interface could not be built: ${error.stderr?.trim() || error.message}`)
    },
  )
  log(`Built the web interface in ${((Date.now() - started) / 1000).toFixed(1)} s.`)
  return { dist, built: true }
}

function isBuilt(digest: string): boolean {
  const stamp = `${dist}/${stampName}`
  return existsSync(`${dist}/index.html`) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest
}
