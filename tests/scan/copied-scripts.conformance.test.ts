import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import type { VerbContext } from '@holdfast/platform/contract'
import { feedContent } from '../../apps/vulnerabilities/store/library/feed-content.ts'
import { sharedFeeds, withoutFeeds as skip } from '../../apps/vulnerabilities/tests/shared-feeds.fixture.ts'
import { FeedStore, findFiles, takeFiles } from '../../platform/feeds/index.ts'
import { scanVerbs } from '../../programs/cli/scan/verbs.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-scripts-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const banner = '/*! jQuery v3.4.1 | (c) JS Foundation and other contributors | jquery.org/license */\n'
const files: Readonly<Record<string, string>> = {
  'var/www/shop/js/lib.js': `${banner}!function(e,t){${'x();'.repeat(200)}}()`,
  // Of what a package manager installed its manifest speaks.
  'srv/shop/node_modules/jquery/dist/jquery.js': `${banner.replace('3.4.1', '1.0.0')}${'x();'.repeat(200)}`,
  'var/www/shop/js/own.js': `var own = "jQuery v1.0.0";${'x();'.repeat(200)}`,
}

test('a copied jQuery is found by the file that it lies in, and Retire.js tells its flaws', { skip }, async () => {
  const feeds = join(folder, 'feeds')
  const root = join(folder, 'root')
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const store = FeedStore.open(feeds)
  const from = join(sharedFeeds, 'retirejs/jsrepository-v5.json.gz')
  await takeFiles(findFiles([from]), { store, contents: [feedContent], provenance: { kind: 'file', from } })
  store.close()
  let out = ''
  const verb = scanVerbs.find(({ name }) => name === 'scan fs')
  const context = {
    positionals: [root],
    options: { quiet: true, feed: feeds, output: 'json' },
    environment: { HOLDFAST_HOME: join(folder, 'home') },
    stop: new AbortController().signal,
    out: async (text: string) => {
      out += text
    },
    say: () => {},
  } as unknown as VerbContext
  await (await (verb as (typeof scanVerbs)[number]).load()).run(context)
  assert.match(out, /CVE-2020-11022/)
  assert.match(out, /var\/www\/shop\/js\/lib\.js/)
  assert.match(out, /pkg:npm\/jquery@3\.4\.1/)
  assert.doesNotMatch(out, /jquery@1\.0\.0|own\.js|node_modules/)
})
