import assert from 'node:assert/strict'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { tarEnd, tarHeader, tarPadding } from '@holdfast/kit/tar'
import type { AdvisoryLibrary } from '../../apps/vulnerabilities/engine/advisory-library.ts'
import { feedContent } from '../../apps/vulnerabilities/store/library/feed-content.ts'
import { openLibrary } from '../../apps/vulnerabilities/store/library/open-library.ts'
import { sharedFeeds, withoutFeeds } from '../../apps/vulnerabilities/tests/shared-feeds.fixture.ts'
import { FeedStore, findFiles, readFeeds, takeFiles } from '../../platform/feeds/index.ts'
import { zipFile } from '../../platform/feeds/testing/zip-file.ts'
import list from './feed-forms.json' with { type: 'json' }

/** A row of the list: a sample, and what it says. */
interface Form {
  readonly form: string
  readonly sample?: string
  readonly written?: string
  readonly as?: string
  readonly laid?: string
  readonly feed: string
  readonly advisory?: string
  readonly package?: readonly string[]
  readonly fixed?: string
  readonly state?: string
  readonly update?: string
  readonly threat?: string
  readonly holds?: string
  readonly weakness?: string
  readonly named?: string
}

const newline = 10
const root = mkdtempSync(join(tmpdir(), 'holdfast-forms-'))
process.on('exit', () => rmSync(root, { recursive: true, force: true }))

for (const [index, form] of (list.forms as readonly Form[]).entries()) {
  const skip = form.sample === undefined ? false : withoutFeeds
  test(`${form.form}: it is imported, and what is cut off changes nothing`, { skip }, async () => {
    const source = join(root, `${index}-source`)
    const home = join(root, `${index}-home`)
    const largest = lay(form, source)
    const { feeds, broken } = await take(source, home)
    assert.deepEqual(broken, [])
    assert.ok(
      feeds.some(({ feed, outcome }) => feed === form.feed && outcome === 'new'),
      JSON.stringify(feeds.map(({ feed, outcome, reason }) => [feed, outcome, reason])),
    )
    const before = readFeeds(home)
    const known = openLibrary(before.feeds.map(({ path }) => path))
    finds(known, form)
    known.close()

    const { size } = statSync(largest)
    const whole = readFileSync(largest)
    for (const cut of [size - 3, Math.floor(size * 0.8), Math.floor(size / 3), 1]) {
      // A list of lines that ends with a line is a list.
      const at = whole[cut] === newline || whole[cut - 1] === newline ? cut - 20 : cut
      truncateSync(largest, at)
      const report = await take(source, home)
      const told = [...report.broken, ...report.skipped]
      const place = told.find((one) => one.place.startsWith(largest))
      assert.ok(place, `cut at ${at} of ${size}: nothing is told of ${largest}`)
      // Of what does not even begin as any feed does, no more can be said than that.
      if (place.reason !== 'is not a feed of an app that is here')
        assert.match(
          place.reason,
          /\b(?:line|byte|bytes|record|unpacked)\b/,
          `cut at ${at} of ${size}: ${place.reason}`,
        )
      assert.deepEqual(readFeeds(home), before, `cut at ${at} of ${size}`)
    }
  })
}

test('every row says where its sample is from', () => {
  for (const { form, sample, written, ...more } of list.forms as readonly (Form & { source?: string })[])
    assert.ok(written === undefined ? sample : more.source, form)
})

function finds(known: AdvisoryLibrary, form: Form): void {
  const { feed, advisory, weakness, threat, named = '', holds = '', state, update } = form
  if (weakness !== undefined) assert.ok(known.weakness(weakness)?.includes(named))
  if (threat !== undefined) {
    const said = known.threatsOf(threat).find((one) => one.feed === feed)?.threat
    assert.ok(said && Object.hasOwn(said, holds), JSON.stringify(said))
  }
  if (advisory === undefined) return
  const [ecosystem = '', name = ''] = form.package ?? []
  const entries = known
    .advisoriesNaming(ecosystem, name)
    .map((one) => one.advisory)
    .filter(({ id, aliases, upstream }) => [id, ...aliases, ...upstream].includes(advisory))
    .flatMap(({ affected }) => affected)
  assert.ok(entries.length > 0, `${advisory} does not name ${ecosystem} ${name}`)
  const fixes = entries.flatMap(({ ranges }) => ranges.flatMap(({ events }) => events.map(({ fixed }) => fixed)))
  if (state !== undefined) assert.ok(entries.some((one) => one.state === state))
  else if (update !== undefined) assert.ok(entries.some(({ updates }) => updates?.includes(update)))
  else assert.ok(fixes.includes(form.fixed), JSON.stringify(fixes))
}

async function take(source: string, home: string) {
  const store = FeedStore.open(home)
  try {
    const provenance = { kind: 'file' as const, from: source }
    return await takeFiles(findFiles([source]), { store, contents: [feedContent], provenance })
  } finally {
    store.close()
  }
}

/** Puts the sample down as it would be brought, and tells which file of it to cut. */
function lay({ sample, written, as, laid }: Form, folder: string): string {
  mkdirSync(folder, { recursive: true })
  const from = written === undefined ? join(sharedFeeds, sample ?? '') : join(import.meta.dirname, 'forms', written)
  const bytes = readFileSync(from)
  const plain = () => (from.endsWith('.gz') ? gunzipSync(bytes) : bytes)
  const named = join(folder, as ?? basename(from))
  if (laid === 'tar.zst') {
    const member = { path: `2024/${basename(from)}`, mode: 0o644, size: bytes.length, modified: 0 }
    const padding = Buffer.alloc(tarPadding(bytes.length))
    const archive = Buffer.concat([tarHeader(member), bytes, padding, tarEnd])
    writeFileSync(`${named}.tar.zst`, zstdCompressSync(archive))
  } else if (laid === 'gzip') writeFileSync(`${named}.gz`, gzipSync(bytes))
  else if (laid === undefined) writeFileSync(named, as === undefined || written !== undefined ? bytes : plain())
  else {
    const records = plain().toString('utf8').trim().split('\n')
    const members = records.map((text) => ({ name: `${JSON.parse(text).id}.json`, bytes: Buffer.from(text) }))
    if (laid === 'zip') writeFileSync(join(folder, 'all.zip'), zipFile(members))
    else for (const { name, bytes: text } of members) writeFileSync(join(folder, name), text)
  }
  const files = readdirSync(folder).map((name) => join(folder, name))
  return files.sort((a, b) => statSync(b).size - statSync(a).size)[0] as string
}

test('the list of forms in the reference is this one', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/reference/feed-forms.md'), 'utf8')
  for (const { form, feed } of list.forms) assert.ok(page.includes(`| ${form} | \`${feed}\` |`), form)
})
