import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser, violations } from './browser.ts'
import { type Visitor, visit } from './visitor.ts'

describe('the audit log', { skip: noBrowser ?? false }, () => {
  let visitor: Visitor
  let page: Page

  before(async () => {
    visitor = await visit({ arguments: ['--no-agent'] })
    page = visitor.page
    await page.goto(visitor.installation.link())
    await page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
    await page.evaluate(async () => {
      const reply = await fetch('/api/v1/tags', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-holdfast-request': '1' },
        body: JSON.stringify({ name: 'told-of' }),
      })
      if (!reply.ok) throw new Error(await reply.text())
    })
  })
  after(() => visitor?.leave())

  it('tells who did what, with what it was after, and leads a drawer by its address', async () => {
    await visitor.open('/audit')
    await visitor.row('POST /tags').first().click()
    await visitor.drawer().getByText('told-of').first().waitFor()
    await visitor.drawer().getByText('./holdfast audit verify').waitFor()
    const address = page.url()
    await page.goto(address)
    await visitor.drawer().getByText('told-of').first().waitFor()
    for (const theme of ['light', 'dark'] as const) {
      await visitor.inTheme(theme, 1440, async (other) => {
        await other.goto(address)
        await other.locator('aside, dialog').getByText('told-of').first().waitFor()
        assert.deepEqual(await violations(other), [], theme)
        if (process.env.HOLDFAST_SCREENSHOTS) {
          await other.screenshot({ path: `${process.env.HOLDFAST_SCREENSHOTS}/audit-${theme}.png` })
        }
      })
    }
    await visitor.checkScreens(['/audit', '/audit?q=who:nobody'])
  })

  it('is downloaded with exactly what is asked', async () => {
    const text = await page.evaluate(async () =>
      (await fetch('/api/v1/audit/export?format=csv&q=action:%22POST%20/tags%22&columns=who,action')).text(),
    )
    assert.match(text, /^who,action\r\n[^,]+,POST \/tags\r\n$/)
    assert.deepEqual(visitor.complaints, [])
  })
})
