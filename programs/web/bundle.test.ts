import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { viteOptions } from './vite-options.ts'

/** kB as gzip -9 sends them. */
const budget = { firstScripts: 240, firstStyles: 45, screen: 80 }

describe('what the browser is sent', () => {
  const folder = mkdtempSync(join(tmpdir(), 'web-'))
  let page = ''

  before(async () => {
    await build(viteOptions({ outDir: folder }))
    page = readFileSync(join(folder, 'index.html'), 'utf8')
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  const read = (name: string) => readFileSync(join(folder, name))
  const weigh = (names: Iterable<string>) =>
    [...names].reduce((sum, name) => sum + gzipSync(read(name), { level: 9 }).length, 0) / 1000

  /** A file and everything it imports at once. */
  const withImports = (name: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(name)) return seen
    seen.add(name)
    for (const [, other] of read(name)
      .toString()
      .matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
      withImports(`assets/${other}`, seen)
    return seen
  }
  const named = (pattern: RegExp) => [...page.matchAll(pattern)].map(([, name]) => name!.slice(1))
  const firstScripts = () =>
    new Set(named(/(?:src|href)="(\/assets\/[^"]+\.js)"/g).flatMap((name) => [...withImports(name)]))

  it(`the shell's scripts stay within ${budget.firstScripts} kB`, (t) => {
    const scripts = firstScripts()
    assert.ok(scripts.size > 0)
    const kB = weigh([...scripts, 'theme.js'])
    t.diagnostic(`${kB.toFixed(1)} kB in ${scripts.size} files`)
    assert.ok(kB <= budget.firstScripts, `${kB.toFixed(1)} kB`)
  })

  it(`the shell's styles stay within ${budget.firstStyles} kB`, (t) => {
    const kB = weigh(named(/href="(\/assets\/[^"]+\.css)"/g))
    t.diagnostic(`${kB.toFixed(1)} kB`)
    assert.ok(kB <= budget.firstStyles, `${kB.toFixed(1)} kB`)
  })

  it(`no screen needs more than ${budget.screen} kB beside the shell`, () => {
    const shell = firstScripts()
    const screens = readdirSync(join(folder, 'assets')).filter((name) => /-screen-[^.]+\.js$/.test(name))
    assert.ok(screens.length >= 4)
    for (const screen of screens) {
      const kB = weigh([...withImports(`assets/${screen}`)].filter((name) => !shell.has(name)))
      assert.ok(kB <= budget.screen, `${screen} needs ${kB.toFixed(1)} kB`)
    }
  })

  it('nothing in the page is inline, and nothing comes from elsewhere', () => {
    for (const [tag] of page.matchAll(/<script[^>]*>/g)) assert.match(tag, / src="\/[^/]/)
    assert.doesNotMatch(page, /<style| style=| on\w+=|https?:|"\/\//)
    for (const name of readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.css'))) {
      assert.doesNotMatch(read(`assets/${name}`).toString(), /url\(["']?(?:https?:|data:|\/\/)|@import/, name)
    }
  })

  it('the gallery is not among it', () => {
    for (const name of readdirSync(join(folder, 'assets'))) {
      if (name.endsWith('.js')) assert.ok(!read(`assets/${name}`).includes('Northwind Foods'), name)
    }
  })
})
