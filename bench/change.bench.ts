import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { openBrowser, openWindow } from '../tests/journeys/browser.ts'
import { type Installation, startInstallation } from '../tests/journeys/installation.ts'
import { type Bench, type Figure, median } from './bench.ts'

const patience = { timeout: 180_000 }

export const bench: Bench = {
  name: 'change',
  summary: 'A package, file or process changes on this host → it is visible in an open browser, without a reload.',
  async run({ scale, log }) {
    const rounds = Math.max(1, Math.round(3 * scale))
    // The agent looks at a single change at once, and at many within one hundredth of a core: each is made on a quiet host.
    const quietMs = scale === 1 ? 30_000 : 0
    const installation = await startInstallation()
    const browser = await openBrowser()
    const folder = mkdtempSync(join(tmpdir(), 'hf-bench-change-'))
    const changes = changesIn(folder).filter(({ isPossible, what }) => {
      if (!isPossible) log(`${what}: not here`)
      return isPossible
    })
    const took = new Map(changes.map(({ what }) => [what, [] as number[]]))
    try {
      const { context, page } = await openWindow(browser, 'light')
      const asset = await thisHost(page, installation)
      for (let round = 0; round < rounds; round++) {
        for (const change of changes) {
          const mark = `${process.pid}${round}`
          const tab = await openTab(
            context,
            `http://localhost:${installation.port}/inventory/${asset}?${change.tab(mark)}`,
          )
          await sleep(quietMs)
          const seen = whenSeen(tab, change.text(mark))
          const undo = change.make(mark)
          const at = Date.now()
          try {
            const ms = (await seen) - at
            took.get(change.what)?.push(ms)
            log(`${change.what}: ${ms.toFixed(0)} ms`)
          } finally {
            undo()
          }
          await tab
            .getByText(change.text(mark))
            .first()
            .waitFor({ ...patience, state: 'detached' })
          await tab.close()
        }
      }
    } finally {
      await browser.close()
      await installation.remove()
      rmSync(folder, { recursive: true })
    }
    return [...took].map(
      ([what, times]): Figure => ({
        what: `${what} → visible in an open browser (median)`,
        value: median(times) / 1000,
        unit: 's',
        atMost: 2,
        note: `worst of ${times.length}: ${(Math.max(...times) / 1000).toFixed(2)} s`,
      }),
    )
  },
}

interface Change {
  readonly what: string
  readonly isPossible: boolean
  /** Where on the page of a host it is to be seen. */
  tab(mark: string): string
  /** What is then on the page and was not before. */
  text(mark: string): string
  /** Makes the change, and answers with what takes it back. */
  make(mark: string): () => void
}

function changesIn(folder: string): readonly Change[] {
  const isRoot = process.getuid?.() === 0
  const packageOf = (mark: string) => `holdfast-bench-${mark}`
  return [
    {
      what: 'a package is installed',
      isPossible: isRoot && existsSync('/usr/bin/dpkg-deb'),
      tab: (mark) => `tab=software&find=${packageOf(mark)}`,
      text: packageOf,
      make(mark) {
        const deb = buildPackage(folder, packageOf(mark))
        execFileSync('dpkg', ['--install', deb], { stdio: 'pipe' })
        return () => void execFileSync('dpkg', ['--purge', packageOf(mark)], { stdio: 'pipe' })
      },
    },
    {
      what: 'a file is written',
      isPossible: isRoot && existsSync('/etc/cron.d'),
      tab: (mark) => `tab=facts&fact=inventory.scheduled-task&find=${packageOf(mark)}`,
      text: (mark) => `/bin/true ${packageOf(mark)}`,
      make(mark) {
        const path = `/etc/cron.d/${packageOf(mark)}`
        // Never due: there is no 31 February.
        writeFileSync(path, `0 0 31 2 * root /bin/true ${packageOf(mark)}\n`, { mode: 0o644 })
        return () => rmSync(path)
      },
    },
    {
      what: 'a process starts',
      isPossible: true,
      tab: (mark) => `tab=processes&find=${mark}`,
      text: (mark) => `sleep ${mark}`,
      make(mark) {
        const child = spawn('sleep', [mark], { stdio: 'ignore' })
        return () => void child.kill()
      },
    },
  ]
}

/** A package without a file in it. */
function buildPackage(folder: string, name: string): string {
  const tree = join(folder, name)
  mkdirSync(join(tree, 'DEBIAN'), { recursive: true })
  const control = {
    Package: name,
    Version: '1.0',
    Architecture: 'all',
    Maintainer: 'Holdfast',
    Description: 'For a benchmark',
  }
  const lines = Object.entries(control).map(([field, value]) => `${field}: ${value}\n`)
  writeFileSync(join(tree, 'DEBIAN', 'control'), lines.join(''))
  execFileSync('dpkg-deb', ['--root-owner-group', '--build', tree, `${tree}.deb`], { stdio: 'pipe' })
  return `${tree}.deb`
}

/** Signs in and waits until this host is known with its packages. Answers with its public id. */
async function thisHost(page: Page, installation: Installation): Promise<string> {
  await page.goto(installation.link())
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  for (let tries = 0; tries < 300; tries++) {
    const found = await page.evaluate(async () => {
      const ask = async (path: string) => ((await (await fetch(`/api/v1${path}`)).json()) as { data: unknown }).data
      const [asset] = (await ask('/assets')) as { id: string }[]
      if (!asset) return undefined
      const facts = (await ask(`/assets/${asset.id}/fact-names`)) as { fact: string }[]
      return facts.some(({ fact }) => fact === 'inventory.process') &&
        facts.some(({ fact }) => fact === 'inventory.package')
        ? asset.id
        : undefined
    })
    if (found) return found
    await sleep(1000)
  }
  throw new Error('this host did not appear')
}

/** Opens a tab of the host's page and waits until its table is there. */
async function openTab(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(address)
  await page
    .getByRole('table')
    .or(page.getByRole('grid'))
    .or(page.getByText(/match$/))
    .first()
    .waitFor(patience)
  return page
}

/** When a text comes onto the page, by the clock of this machine: told by the page itself, since asking again and again would count in steps. */
function whenSeen(page: Page, text: string): Promise<number> {
  // A text, since the types of a browser are not known here.
  return page.evaluate<number>(`new Promise((resolve, reject) => {
    const wanted = ${JSON.stringify(text)}
    const look = () => {
      if (!document.body.textContent.includes(wanted)) return
      observer.disconnect()
      requestAnimationFrame(() => resolve(Date.now()))
    }
    const observer = new MutationObserver(look)
    observer.observe(document.body, { childList: true, characterData: true, subtree: true })
    setTimeout(() => reject(new Error(wanted + ' did not appear')), ${patience.timeout})
    look()
  })`)
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
