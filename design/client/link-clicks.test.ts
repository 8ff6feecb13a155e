import assert from 'node:assert/strict'
import { it } from 'node:test'
import { insideAddress } from './link-clicks.ts'

const plain = { button: 0, defaultPrevented: false, metaKey: false, ctrlKey: false, shiftKey: false, altKey: false }
const link = (href: string, more: { target?: string; download?: boolean } = {}) => ({
  href,
  target: '',
  download: false,
  ...more,
})
const here = 'http://localhost:8080'

it('keeps plain clicks on screens inside', () => {
  assert.equal(insideAddress(plain, link(`${here}/findings?q=a#x`), here), '/findings?q=a#x')
  assert.equal(insideAddress(plain, link(`${here}/`, { target: '_self' }), here), '/')
})

it('leaves the rest to the browser', () => {
  assert.equal(insideAddress({ ...plain, ctrlKey: true }, link(`${here}/findings`), here), undefined)
  assert.equal(insideAddress({ ...plain, button: 1 }, link(`${here}/findings`), here), undefined)
  assert.equal(insideAddress({ ...plain, defaultPrevented: true }, link(`${here}/findings`), here), undefined)
  assert.equal(insideAddress(plain, link(`${here}/findings`, { target: '_blank' }), here), undefined)
  assert.equal(insideAddress(plain, link(`${here}/x.csv`, { download: true }), here), undefined)
  assert.equal(insideAddress(plain, link(`${here}/docs/api/problems`), here), undefined)
  assert.equal(insideAddress(plain, link('https://example.org/findings'), here), undefined)
  assert.equal(insideAddress(plain, link('javascript:alert(1)'), here), undefined)
})
