import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { browserArguments, findBrowser } from './testing/find-browser.ts'
import { serveFolder } from './testing/serve-folder.ts'
import { viteOptions } from './vite-options.ts'

const pages = ['home', 'findings', 'asset', 'change', 'campaign', 'parts', 'states', 'forms', 'many']
const executablePath = findBrowser()
const skip = executablePath ? false : 'no chromium here: apt-get install chromium'

describe('the design kit in a browser', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'gallery-'))
  let browser: Browser
  let site: Awaited<ReturnType<typeof serveFolder>>

  before(async () => {
    await build(viteOptions({ outDir: folder, page: 'gallery.html' }))
    site = await serveFolder(folder, 'gallery.html')
    browser = await chromium.launch({ executablePath, args: [...browserArguments] })
  })

  after(async () => {
    await browser?.close()
    await site?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Opens a page, hands it to `use`, and fails on anything the browser complained about. */
  async function visit(name: string, use: (page: Page) => Promise<void>, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({
      viewport: { width: 1560, height: 940 },
      reducedMotion: 'reduce',
      ...options,
    })
    try {
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', (message) => message.type() !== 'info' && complaints.push(message.text()))
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('request', (request) => {
        if (!request.url().startsWith(site.origin)) complaints.push(`asked ${request.url()}`)
      })
      await page.goto(`${site.origin}/?page=${name}`)
      await page.waitForSelector('main h1')
      await use(page)
      assert.deepEqual(complaints, [])
    } finally {
      await context.close()
    }
  }

  /** The second theme has the same structure, so only what depends on colour is looked at again. */
  const violations = async (page: Page, colorScheme: 'light' | 'dark' = 'light') => {
    const axe = new AxeBuilder({ page })
    if (colorScheme === 'dark') axe.withRules(['color-contrast', 'link-in-text-block'])
    const { violations } = await axe.analyze()
    return violations.map(
      (found) => `${found.id}: ${found.nodes.map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`,
    )
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const name of pages) {
      it(`${name} has no accessibility violation in ${colorScheme}`, async () => {
        await visit(name, async (page) => assert.deepEqual(await violations(page, colorScheme), []), { colorScheme })
      })
    }

    it(`what opens has no accessibility violation in ${colorScheme}`, async () => {
      const openers: readonly ((page: Page) => Promise<unknown>)[] = [
        (page) => page.keyboard.press('Control+k'),
        (page) => page.keyboard.press('Shift+?'),
        (page) => page.getByRole('button', { name: '2 jobs' }).click(),
        (page) => page.getByRole('button', { name: 'Columns and row height' }).click(),
        (page) => page.getByRole('button', { name: 'Mira Koch: account' }).click(),
        (page) => page.getByRole('button', { name: 'Northwind Foods' }).click(),
      ]
      await visit(
        'findings',
        async (page) => {
          for (const open of openers) {
            await open(page)
            await page.waitForTimeout(100)
            assert.deepEqual(await violations(page, colorScheme), [])
            await page.keyboard.press('Escape')
            await page.waitForTimeout(100)
          }
          await page.getByRole('button', { name: 'Save view' }).click()
          await page.getByRole('button', { name: 'Alert on this' }).click()
          await page.getByRole('checkbox', { name: 'Choose all that match' }).click()
          await page.keyboard.press('/')
          await page.keyboard.type(' and s')
          await page.getByRole('option').first().waitFor()
          assert.deepEqual(await violations(page, colorScheme), [])
        },
        { colorScheme },
      )
    })
  }

  it('nothing is lost at 320 pixels, nor at 200 % zoom', async () => {
    for (const viewport of [
      { width: 320, height: 640 },
      { width: 780, height: 470 },
    ]) {
      for (const name of pages) {
        await visit(
          name,
          async (page) => {
            const wide = await page.evaluate<number>(
              'Math.max(document.documentElement.scrollWidth - innerWidth, ...[...document.querySelectorAll("main")].map((m) => m.scrollWidth - m.clientWidth))',
            )
            assert.ok(wide <= 0, `${name} at ${viewport.width} px scrolls ${wide} px sideways`)
          },
          { viewport },
        )
      }
    }
  })

  it('targets are at least 24 pixels', async () => {
    for (const name of pages) {
      await visit(name, async (page) => assert.deepEqual(await page.evaluate(smallTargets), []))
    }
  })

  it('a list is walked, opened, chosen and left by keyboard alone', async () => {
    await visit('findings', async (page) => {
      const drawer = page.getByRole('complementary')
      await page.keyboard.press('Escape')
      await drawer.waitFor({ state: 'detached' })
      await page.keyboard.press('j')
      await page.keyboard.press('j')
      const focused = page.locator(':focus')
      assert.equal(await focused.getAttribute('aria-rowindex'), '3')
      await page.keyboard.press('Enter')
      await drawer.getByRole('heading', { name: 'Heap overflow' }).waitFor()
      await page.keyboard.press('j')
      await drawer.getByRole('heading', { name: 'SMBv1' }).waitFor()
      await page.keyboard.press('x')
      await page.getByText('1 finding chosen').waitFor()
      await drawer.getByRole('tab', { name: 'Evidence' }).focus()
      await page.keyboard.press('ArrowRight')
      assert.equal(await focused.textContent(), 'Fix')
      await page.keyboard.press('Escape')
      await drawer.waitFor({ state: 'detached' })
      assert.equal(await focused.getAttribute('role'), 'row')
    })
  })

  it('the query bar completes, explains its errors and keeps the text', async () => {
    await visit('findings', async (page) => {
      const bar = page.getByRole('combobox', { name: 'Query' })
      await page.keyboard.press('/')
      await page.keyboard.press('Control+a')
      await page.keyboard.type('sev')
      await page.getByRole('option', { name: 'severity:' }).waitFor()
      await page.keyboard.press('Tab')
      assert.equal(await bar.inputValue(), 'severity:')
      await page.keyboard.press('Control+a')
      await page.keyboard.type('sevrity:4')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').getByText('At character 1:').waitFor()
      assert.equal(await bar.inputValue(), 'sevrity:4')
      await page.getByRole('button', { name: 'severity', exact: true }).click()
      assert.equal(await bar.inputValue(), 'severity:4')
    })
  })

  it('plain letters can be switched off', async () => {
    await visit('findings', async (page) => {
      await page.keyboard.press('Shift+?')
      await page.getByRole('switch', { name: 'Plain letters are shortcuts' }).click()
      await page.keyboard.press('Escape')
      await page.keyboard.press('g')
      await page.keyboard.press('h')
      assert.equal(await page.locator('h1').textContent(), 'Findings')
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: 'Search or jump to anything' }).waitFor()
    })
  })

  it('a hundred thousand rows are a few dozen in the page, and the last one is reached', async () => {
    await visit('many', async (page) => {
      await page.keyboard.press('j')
      await page.keyboard.press('End')
      const last = page.getByRole('row', { name: /Finding number 99999/ })
      await last.waitFor()
      assert.ok((await page.getByRole('row').count()) < 100)
      assert.equal(await page.getByRole('grid').getAttribute('aria-rowcount'), '100001')
      const seen = await page.locator(':focus').evaluate((row: InPage) => {
        const { left, top, height } = row.getBoundingClientRect()
        return row.contains(row.ownerDocument.elementFromPoint(left + 20, top + height / 2))
      })
      assert.equal(seen, true)
    })
  })

  it('forced colours lose nothing that can be clicked', async () => {
    await visit('findings', async (page) => assert.deepEqual(await violations(page), []), { forcedColors: 'active' })
  })
})

/** The little of an element that runs in the page; this program is checked without the browser's types. */
interface InPage {
  getBoundingClientRect(): { left: number; top: number; height: number }
  contains(other: unknown): boolean
  ownerDocument: { elementFromPoint(x: number, y: number): unknown }
}

/** Runs in the page: what is smaller than 24 × 24 and is neither text in a sentence nor a box with a bigger hit area. */
const smallTargets = `[...document.querySelectorAll('a, button, select, input:not(.said)')].flatMap((target) => {
  const box = target.getBoundingClientRect()
  if (box.width === 0 || getComputedStyle(target).display === 'inline' || target.closest('.said')) return []
  const grown = getComputedStyle(target, '::after')
  const extra = grown.position === 'absolute' ? -2 * Math.min(0, parseFloat(grown.top)) : 0
  const fits = box.height + extra >= 24 && box.width + extra >= 24
  return fits ? [] : [target.outerHTML.slice(0, 90) + ' ' + box.width + '×' + box.height]
})`
