import assert from 'node:assert/strict'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { openBrowser, openWindow, type Theme, violations } from './browser.ts'
import { type Installation, type StartOptions, startInstallation } from './installation.ts'

/** Somebody at an installation of their own, with a browser. */
export interface Visitor {
  readonly installation: Installation
  readonly origin: string
  readonly browser: Browser
  readonly context: BrowserContext
  readonly page: Page
  /** What the browser complained about in the first window. */
  readonly complaints: readonly string[]
  /** Opens an address and waits until its data is there. */
  open(path: string, on?: Page): Promise<void>
  settled(on?: Page): Promise<void>
  /** Looks with the same session in a window of another theme and width. */
  inTheme(theme: Theme, width: number, work: (page: Page) => Promise<void>): Promise<void>
  /** Fails on a violation of WCAG 2.2 A and AA on any of the screens, in light and in dark. */
  checkScreens(paths: readonly string[]): Promise<void>
  row(text: string): Locator
  drawer(): Locator
  leave(): Promise<void>
}

/** Starts an installation and opens a browser at it; nobody is signed in yet. */
export async function visit(options: StartOptions = {}): Promise<Visitor> {
  const installation = await startInstallation(options)
  const origin = `http://localhost:${installation.port}`
  const browser = await openBrowser()
  const { context, page, complaints } = await openWindow(browser, 'light')

  async function open(path: string, on = page): Promise<void> {
    await on.goto(origin + path)
    await settled(on)
  }

  /** What is fetched one after the other is waited for twice. */
  async function settled(on = page): Promise<void> {
    const busy = on.locator('[aria-busy=true], [role=status][aria-label^=Loading], [aria-label=Counting]')
    for (let round = 0; round < 2; round++) {
      await on.locator('main h1').waitFor()
      await busy.first().waitFor({ state: 'detached' })
      await on.waitForTimeout(120)
    }
  }

  async function inTheme(theme: Theme, width: number, work: (page: Page) => Promise<void>): Promise<void> {
    const other = await openWindow(browser, theme)
    await other.context.addCookies(await context.cookies())
    await other.page.setViewportSize({ width, height: 900 })
    try {
      await work(other.page)
      assert.deepEqual(other.complaints, [])
    } finally {
      await other.context.close()
    }
  }

  return {
    installation,
    origin,
    browser,
    context,
    page,
    complaints,
    open,
    settled,
    inTheme,
    async checkScreens(paths) {
      for (const theme of ['light', 'dark'] as const) {
        await inTheme(theme, 1440, async (other) => {
          for (const path of paths) {
            await open(path, other)
            assert.deepEqual(await violations(other), [], `${path} in ${theme}`)
          }
        })
      }
    },
    row: (text) => page.getByRole('row').filter({ hasText: text }),
    drawer: () => page.getByRole('complementary'),
    async leave() {
      await browser.close()
      await installation.remove()
    },
  }
}
