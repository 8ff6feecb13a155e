import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { noBrowser, violations } from './browser.ts'
import { type Visitor, visit } from './visitor.ts'

const images = fileURLToPath(new URL('../../docs/images/', import.meta.url))
/** A first look at a whole host takes its time on a busy machine. */
const patient = { timeout: 180_000 }

describe('first light: this very host, on screen and judged', { skip: noBrowser ?? false }, () => {
  let visitor: Visitor
  let page: Page
  let started: ChildProcess | undefined

  before(async () => {
    visitor = await visit()
    page = visitor.page
  })
  after(async () => {
    started?.kill()
    await visitor?.leave()
  })

  it('appears on Home by itself, with what to do', async () => {
    await page.goto(visitor.installation.link())
    await page.getByRole('heading', { name: /to do now/ }).waitFor(patient)
    await page.getByRole('heading', { name: 'What we see' }).waitFor()
    await page.getByRole('main').getByText('1 judged').waitFor(patient)
    await page.getByRole('main').getByRole('link', { name: hostname(), exact: true }).first().waitFor(patient)
    assert.deepEqual(await violations(page), [])
  })

  it('looks again when asked, and says how far it is', async () => {
    await page.getByRole('link', { name: /^Inventory/ }).click()
    await page.getByRole('row').filter({ hasText: hostname() }).getByRole('link', { name: hostname() }).click()
    await page.getByRole('heading', { level: 1, name: hostname() }).waitFor()
    await page.getByRole('button', { name: 'Collect now' }).click()
    await page.getByText('Looked just now').waitFor(patient)
    assert.deepEqual(await violations(page), [])
  })

  it('shows a process that starts while one looks', async () => {
    const seconds = `31${String(process.pid).slice(-4)}`
    const address = new URL(page.url())
    await page.goto(`${address.origin}${address.pathname}?tab=processes&find=${seconds}`)
    await page.getByRole('tab', { name: /^Processes/, selected: true }).waitFor()
    await page.getByText(/^0 of .* processes/).waitFor()
    started = spawn('sleep', [seconds], { stdio: 'ignore' })
    await page.getByText(`sleep ${seconds}`).waitFor(patient)
  })

  if (process.env.HOLDFAST_SCREENSHOTS === '1') {
    it('has its picture taken for the README', async () => {
      mkdirSync(images, { recursive: true })
      for (const theme of ['light', 'dark'] as const) {
        await visitor.inTheme(theme, 1440, async (other) => {
          await visitor.open('/', other)
          await other.getByText(/^heard/).waitFor()
          await other.getByText('Live', { exact: true }).waitFor()
          await other.screenshot({ path: `${images}home-${theme}.png` })
        })
      }
    })
  }

  it('heard no complaint of the browser and asked nobody else', () => {
    assert.deepEqual(visitor.complaints, [])
  })
})
