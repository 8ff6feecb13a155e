import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { openBrowser, openWindow } from '../tests/journeys/browser.ts'
import { startInstallation } from '../tests/journeys/installation.ts'
import { type Bench, median } from './bench.ts'

export const bench: Bench = {
  name: 'interface',
  summary: 'The web interface on loopback: first contentful paint of a cold browser, and the JavaScript of the shell.',
  async run({ scale, log }) {
    const installation = await startInstallation()
    const browser = await openBrowser()
    try {
      const { context, page } = await openWindow(browser, 'light')
      await page.goto(installation.link())
      await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
      const cookies = await context.cookies()
      const paints: number[] = []
      const scripts = new Map<string, number>()
      for (let round = 0; round < Math.max(2, Math.round(10 * scale)); round++) {
        // A context of its own has an empty cache.
        const fresh = await openWindow(browser, 'light')
        await fresh.context.addCookies(cookies)
        fresh.page.on('response', async (response) => {
          if (!/\.js$/.test(new URL(response.url()).pathname)) return
          const body = await response.body().catch(() => Buffer.alloc(0))
          scripts.set(response.url(), gzipSync(body, { level: 9 }).length)
        })
        await fresh.page.goto(`http://localhost:${installation.port}/`)
        await fresh.page.locator('main h1').waitFor()
        const paint = await fresh.page.evaluate(
          () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
        )
        paints.push(paint)
        log(`first contentful paint after ${paint.toFixed(0)} ms`)
        await fresh.context.close()
      }
      const shell = readFileSync(new URL('../programs/web/dist/index.html', import.meta.url), 'utf8')
      const first = [...scripts].filter(([url]) => shell.includes(new URL(url).pathname.split('/').at(-1) ?? '-'))
      const kilobytes = (sizes: Iterable<number>) => [...sizes].reduce((sum, size) => sum + size, 0) / 1000
      return [
        {
          what: 'first contentful paint, cold browser (median)',
          value: median(paints) / 1000,
          unit: 's',
          atMost: 1,
          note: `worst ${Math.max(...paints).toFixed(0)} ms of ${paints.length}`,
        },
        {
          what: 'shell JavaScript, gzip',
          value: kilobytes(first.map(([, size]) => size)),
          unit: 'kB',
          atMost: 240,
          note: `${first.length} files that the page itself names`,
        },
        {
          what: 'all JavaScript until Home is shown, gzip',
          value: kilobytes(scripts.values()),
          unit: 'kB',
          note: `${scripts.size} files`,
        },
      ]
    } finally {
      await browser.close()
      await installation.remove()
    }
  },
}
