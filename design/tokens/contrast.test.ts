import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { blend, contrast, parseColour } from './contrast.ts'
import { readTokens } from './read-tokens.ts'

const themes = readTokens(readFileSync(new URL('tokens.css', import.meta.url), 'utf8'))

/** Where text stands: plain surfaces, a row under the pointer, the chosen row. */
const surfaces = ['bg', 'panel', 'panel-2', 'raised', 'hover', 'selected']
const severities = ['critical', 'high', 'medium', 'low', 'info']
const texts = [
  'ink',
  'ink-2',
  'ink-3',
  'brand',
  'brand-strong',
  'ok-text',
  'warn-text',
  'failed-text',
  ...severities.map((s) => `${s}-text`),
]
const shapes = ['control', 'focus', 'ok', 'failed', ...severities]

for (const [theme, tokens] of Object.entries(themes)) {
  const colour = (name: string) => {
    const text = tokens.get(name)
    assert.ok(text, `token --${name} is missing in the ${theme} theme`)
    return parseColour(text)
  }
  const atLeast = (ratio: number, front: string, back: string) => {
    const found = contrast(colour(front), colour(back))
    assert.ok(found >= ratio, `${theme}: --${front} on --${back} is ${found.toFixed(2)}:1, needs ${ratio}:1`)
  }

  describe(`contrast, ${theme}`, () => {
    for (const surface of surfaces) {
      it(`text on ${surface} reaches 4.5`, () => {
        for (const text of texts) atLeast(4.5, text, surface)
      })
    }

    it('shapes and edges on panels reach 3', () => {
      for (const shape of shapes) for (const surface of ['panel', 'panel-2']) atLeast(3, shape, surface)
      for (const surface of surfaces) for (const edge of ['control', 'focus']) atLeast(3, edge, surface)
    })

    it('text on filled things reaches 4.5', () => {
      atLeast(4.5, 'on-brand', 'brand')
      atLeast(4.5, 'on-brand', 'brand-strong')
      atLeast(4.5, 'ok-text', 'ok-bg')
    })

    it('changed lines and words stay readable', () => {
      for (const back of ['added', 'added-word', 'removed', 'removed-word']) atLeast(4.5, 'ink', back)
      atLeast(4.5, 'added-text', 'added')
      atLeast(4.5, 'removed-text', 'removed')
    })

    it('tinted badges: text on 12 % of its fill over every surface reaches 4.5', () => {
      for (const severity of severities) {
        for (const surface of surfaces) {
          const back = blend(colour(severity), colour(surface), 0.12)
          const found = contrast(colour(`${severity}-text`), back)
          assert.ok(found >= 4.5, `${theme}: ${severity} badge on --${surface} is ${found.toFixed(2)}:1`)
        }
      }
    })
  })
}

describe('colour arithmetic', () => {
  it('knows the two ends of the scale', () => {
    assert.equal(contrast(parseColour('#000000'), parseColour('#ffffff')).toFixed(1), '21.0')
    assert.equal(contrast(parseColour('#777777'), parseColour('#777777')), 1)
  })

  it('refuses what it cannot read', () => {
    assert.throws(() => parseColour('teal'), /teal/)
  })

  it('both themes define the same tokens', () => {
    assert.deepEqual([...themes.light.keys()], [...themes.dark.keys()])
    assert.ok(themes.light.size > 40)
  })
})
