import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openBrowser, openWindow } from '../tests/journeys/browser.ts'
import { type Installation, startInstallation } from '../tests/journeys/installation.ts'
import { type Bench, type Figure, median } from './bench.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

export const bench: Bench = {
  name: 'startup',
  summary:
    'From a clean clone to the first finding on screen; later starts, clean and after kill -9 of everything under load.',
  async run({ scale, log }) {
    const rounds = Math.max(1, Math.round(5 * scale))
    const checkout = scale === 1 ? clone(log) : root
    const home = mkdtempSync(join(tmpdir(), 'hf-bench-'))
    const figures: Figure[] = []
    try {
      const started = performance.now()
      let installation = await startInstallation({ home, checkout })
      const ready = performance.now()
      await firstFinding(installation)
      const seen = performance.now()
      figures.push({
        what: 'first start on a clean clone → first finding on screen',
        value: (seen - started) / 1000,
        unit: 's',
        atMost: 120,
        note: `${scale === 1 ? 'npm ci, UI build and initdb included' : 'packages were there'}; sign-in link after ${((ready - started) / 1000).toFixed(1)} s`,
      })
      log(`first finding after ${((seen - started) / 1000).toFixed(1)} s`)
      await installation.stop()

      const clean: number[] = []
      const killed: number[] = []
      for (let round = 0; round < rounds; round++) {
        const at = performance.now()
        installation = await startInstallation({ home, checkout })
        clean.push((performance.now() - at) / 1000)
        log(`clean start ${round + 1}: ${clean.at(-1)?.toFixed(2)} s`)
        await load(installation, 3000)
        killAll(home, installation)
        const again = performance.now()
        installation = await startInstallation({ home, checkout })
        killed.push((performance.now() - again) / 1000)
        log(`start after kill -9: ${killed.at(-1)?.toFixed(2)} s`)
        await installation.stop()
      }
      figures.push({
        what: 'later start → ready, clean (median)',
        value: median(clean),
        unit: 's',
        atMost: 3,
        note: `worst of ${rounds}: ${Math.max(...clean).toFixed(1)} s`,
      })
      figures.push({
        what: 'later start → ready, after kill -9 under load (median)',
        value: median(killed),
        unit: 's',
        atMost: 15,
        note: `worst of ${rounds}: ${Math.max(...killed).toFixed(1)} s`,
      })
    } finally {
      rmSync(home, { recursive: true, force: true })
      if (checkout !== root) rmSync(checkout, { recursive: true, force: true })
    }
    return figures
  },
}

function clone(log: (line: string) => void): string {
  const target = mkdtempSync(join(tmpdir(), 'hf-clone-'))
  log(`cloning into ${target}`)
  execFileSync('git', ['clone', '--quiet', root, target])
  return target
}

/** Signs in and waits until the list of findings shows its first row. */
async function firstFinding(installation: Installation): Promise<void> {
  const browser = await openBrowser()
  try {
    const { page } = await openWindow(browser, 'light')
    await page.goto(installation.link())
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
    await page.goto(`http://localhost:${installation.port}/findings`)
    await page.locator('[role=row][aria-rowindex="2"]').first().waitFor({ timeout: 180_000 })
  } finally {
    await browser.close()
  }
}

/** Keeps server and database busy for a while. */
async function load(installation: Installation, ms: number): Promise<void> {
  const until = performance.now() + ms
  const hit = async () => {
    while (performance.now() < until) await fetch(`http://localhost:${installation.port}/readyz`).catch(() => {})
  }
  await Promise.all(Array.from({ length: 8 }, hit))
}

/** kill -9 of every process of the installation, as a power cut would. */
function killAll(home: string, installation: Installation): void {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue
    try {
      const environment = readFileSync(`/proc/${name}/environ`, 'latin1')
      const command = readFileSync(`/proc/${name}/cmdline`, 'latin1')
      if (environment.includes(`HOLDFAST_HOME=${home}\0`) || command.includes(home))
        process.kill(Number(name), 'SIGKILL')
    } catch {
      // Gone already.
    }
  }
  installation.process.kill('SIGKILL')
}
