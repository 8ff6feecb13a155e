import type { TenantTransaction } from '@holdfast/platform/contract'
import { newPublicId } from '@holdfast/platform/store'
import type { Page } from 'playwright-core'
import { firstTenant, withInstallationDatabase } from '../tests/durability/installation-database.ts'
import { openBrowser, openWindow } from '../tests/journeys/browser.ts'
import { startInstallation } from '../tests/journeys/installation.ts'
import type { Bench } from './bench.ts'

/** Pixels each frame: some thirty rows. */
const step = 900

interface Scrolled {
  readonly rows: number
  readonly frames: number
  readonly seconds: number
  /** Milliseconds that 95 of 100 frames took at most. */
  readonly slow: number
}

export const bench: Bench = {
  name: 'scroll',
  summary:
    'A list of 100,000 assets scrolled from its first row to its last in a browser without a graphics card, while its pages come from the server.',
  async run({ scale, log }) {
    const assets = Math.max(2000, Math.round(100_000 * scale))
    const installation = await startInstallation({ arguments: ['--no-agent'] })
    const browser = await openBrowser()
    try {
      await withInstallationDatabase(installation.home, async (database) => {
        const tenantId = await firstTenant(database)
        await database.asTenant(tenantId, (tx) => fill(tx as unknown as TenantTransaction, assets), {
          timeoutMs: 300_000,
        })
      })
      const { page, context } = await openWindow(browser, 'light')
      await page.goto(installation.link())
      await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
      await page.goto(`http://localhost:${installation.port}/inventory`)
      await page.locator('[role=grid] [role=row]').nth(5).waitFor()
      const scrolled = await scrollToEnd(page)
      log(`${scrolled.rows} rows in ${scrolled.seconds.toFixed(0)} s`)
      if (scrolled.rows < assets) throw new Error(`the last row is number ${scrolled.rows} of ${assets}`)
      const session = await context.newCDPSession(page)
      await session.send('HeapProfiler.collectGarbage')
      const { usedSize } = await session.send('Runtime.getHeapUsage')
      const note = `${scrolled.rows} rows in ${scrolled.seconds.toFixed(0)} s; 95 of 100 frames within ${scrolled.slow.toFixed(0)} ms`
      return [
        {
          what: 'frames a second while all rows are scrolled',
          value: scrolled.frames / scrolled.seconds,
          unit: '1/s',
          atLeast: 55,
          note,
        },
        { what: 'heap of the page at the end', value: usedSize / 1e6, unit: 'MB', atMost: 150 },
      ]
    } finally {
      await browser.close()
      await installation.remove()
    }
  },
}

async function fill(tx: TenantTransaction, assets: number): Promise<void> {
  await tx.query(
    `insert into network (tenant_id, public_id, name, is_default)
     select $1, $2, 'Default', true where not exists (select from network where tenant_id = $1 and is_default)`,
    [tx.tenantId, newPublicId('net')],
  )
  await tx.query(
    `insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
     select $1, 'ast_' || lpad(n::text, 22, '0'), (select network_id from network where tenant_id = $1 and is_default), 'host',
            'host-' || lpad(n::text, 6, '0') || '.example', now() - n * interval '1 second', now()
       from generate_series(1, $2::int) n`,
    [tx.tenantId, assets],
  )
  await tx.query(
    `insert into inventory_host (tenant_id, asset_id, os_id, os_name, os_version, kernel, cpu_count, memory_bytes, package_count)
     select tenant_id, asset_id, 'debian', 'Debian GNU/Linux', (10 + asset_id % 4)::text, '6.1.' || asset_id % 90, asset_id % 16, 4294967296, 300
       from asset where tenant_id = $1`,
    [tx.tenantId],
  )
}

/** Scrolls a step each frame and waits at the end of what is there for the next page, which counts into the time. */
function scrollToEnd(page: Page): Promise<Scrolled> {
  return page.evaluate(`new Promise((done) => {
    const grid = document.querySelector('[role=grid]')
    const took = []
    const began = performance.now()
    let last = began
    let still = 0
    const lastRow = () => Math.max(...[...grid.querySelectorAll('[aria-rowindex]')].map((row) => Number(row.getAttribute('aria-rowindex'))))
    const frame = () => {
      const now = performance.now()
      took.push(now - last)
      last = now
      const before = grid.scrollTop
      grid.scrollTop += ${step}
      still = grid.scrollTop === before ? still + 1 : 0
      if (still < 240) return requestAnimationFrame(frame)
      const moving = took.slice(0, -240)
      const seconds = moving.reduce((sum, ms) => sum + ms, 0) / 1000
      const sorted = [...moving].sort((a, b) => a - b)
      done({ rows: lastRow() - 1, frames: moving.length, seconds, slow: sorted[Math.floor(sorted.length * 0.95)] })
    }
    requestAnimationFrame(frame)
  })`) as Promise<Scrolled>
}
