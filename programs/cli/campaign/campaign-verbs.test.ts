import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { startUpkeep } from '@holdfast/platform/jobs'
import { serverFaces } from '../../../apps/server.ts'
import { sampleInstallation } from '../../../tests/api/sample-installation.ts'
import { runVerb } from '../../../tests/durability/run-verb.ts'

const installation = await sampleInstallation({ after })
const failures: unknown[] = []
const upkeep = startUpkeep(
  installation.database,
  serverFaces.flatMap(({ upkeep }) => upkeep ?? []),
  async () => [],
  (error) => failures.push(error),
)
after(() => upkeep.stop())
const folder = mkdtempSync(join(tmpdir(), 'hf-campaign-verbs-'))
after(() => rmSync(folder, { recursive: true }))
const token = await installation.token()
const at = (name: string) => join(folder, name)

const campaign = (...words: string[]) =>
  runVerb(['campaign', ...words], { HOLDFAST_SERVER: installation.url, HOLDFAST_TOKEN: token })

test('a pack is made from the template, checked, signed, and imported where its publisher is trusted', async () => {
  const { out: text } = await campaign('template')
  writeFileSync(at('mine.json'), text.replace('"name-of-outbreak"', '"mine"'))
  const checked = await campaign('check', at('mine.json'))
  assert.deepEqual([checked.code, checked.out], [0, `${at('mine.json')}: mine, revision 1, 1 CVEs, not signed\n`])

  const key = (await campaign('new-key', at('key'))).out.trim()
  assert.equal((await campaign('new-key', at('key'))).code, 2, 'a key is never written over')
  const signed = await campaign('sign', at('mine.json'), '--key', at('key'))
  writeFileSync(at('signed.json'), signed.out)
  assert.equal((await campaign('check', at('signed.json'), '--key', key)).code, 0)
  const refused = await campaign('import', at('signed.json'))
  assert.notEqual(refused.code, 0)
  assert.match(refused.err, /signed\.json:4:\d+: "publisher" [0-9a-f]{16} is the key of nobody/)

  assert.equal((await campaign('trust', 'Example', key)).code, 0)
  const imported = await campaign('import', at('signed.json'))
  assert.deepEqual([imported.code, imported.out], [0, 'mine, revision 1\n'], imported.err)
  const again = await campaign('import', at('signed.json'))
  assert.match(again.err, /packs only go forward/)
})

test('what is wrong with a file is told with its place', async () => {
  const good = readFileSync(at('signed.json'), 'utf8')
  writeFileSync(at('changed.json'), good.replace('"deadlineDays": 14', '"deadlineDays": 15'))
  assert.match(
    (await campaign('import', at('changed.json'))).err,
    /changed\.json:5:\d+: "signature" is not that of Example/,
  )
  writeFileSync(
    at('query.json'),
    readFileSync(at('mine.json'), 'utf8').replace("software:(name:'name-of-package')", 'sofware:x'),
  )
  const { code, err } = await campaign('check', at('query.json'), at('mine.json'))
  assert.equal(code, 1)
  assert.match(err, /query\.json:\d+:\d+: "scope\.query" at character 1/)
  assert.equal((await campaign('check', at('nothing.json'))).code, 2)
})

test('a campaign is opened, listed, shown and closed', async () => {
  const opened = await campaign('open', 'regresshion', '--deadline', '2030-01-31')
  assert.equal(opened.code, 0, opened.err)
  assert.match(opened.out, /^regreSSHion \(open\), deadline 2030-01-31\n/)
  assert.match(opened.out, /0 {2}patched .*holdfast query "campaign:\(name:regresshion and state:patched\)"/)
  assert.match((await campaign('list')).out, /regresshion +regreSSHion +open[\s\S]*wannacry +WannaCry +pack/)
  const shown = await campaign('show', 'regresshion', '--fail-on-open', '-o', 'json')
  assert.deepEqual([shown.code, JSON.parse(shown.out).data.total], [0, 0])
  assert.match((await campaign('show', 'nothing')).err, /There is no campaign “nothing”[\s\S]*regresshion/)
  assert.equal((await campaign('close', 'regresshion', '--note', 'It is over.')).out, 'regreSSHion is closed\n')
  assert.match((await campaign('list')).out, /regreSSHion +closed/)
  assert.deepEqual(failures, [])
})
