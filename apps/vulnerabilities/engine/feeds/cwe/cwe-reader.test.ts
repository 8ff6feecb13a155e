import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsIn, readBytes, readText, surviveDamage } from '../../../tests/feed-reading.fixture.ts'
import { feedBytes, withoutFeeds as skip } from '../../../tests/shared-feeds.fixture.ts'
import { feedReaderFor } from '../read-feed-file.ts'
import { cweReader } from './cwe-reader.ts'

const catalog = `<?xml version="1.0"?><Weakness_Catalog Name="CWE" Version="1" Date="2030-01-02">
<Weaknesses><Weakness ID="79" Name="Cross &amp; site – scripting"><Description>x</Description></Weakness>
<Weakness ID="x" Name="y"/></Weaknesses>
<Categories><Category ID="16" Name="Configuration"/></Categories></Weakness_Catalog>`

test('weaknesses and categories have names', async () => {
  for (const size of [1, 7, 65_536]) {
    const records = await readText(cweReader, 'cwec.xml', catalog, size)
    assert.deepEqual(
      records.filter(({ kind }) => kind !== 'problem'),
      [
        { kind: 'date', date: '2030-01-02' },
        { kind: 'weakness', id: 'CWE-79', name: 'Cross & site – scripting' },
        { kind: 'weakness', id: 'CWE-16', name: 'Configuration' },
      ],
    )
    assert.deepEqual(problemsIn(records), ['cwec.xml line 3: a Weakness without ID and Name'])
  }
})

test('damage gives problems with places', async () => {
  await surviveDamage(cweReader, 'cwec.xml', catalog)
})

test('the list of MITRE is read whole', { skip }, async () => {
  const bytes = feedBytes('cwe/cwec.xml.xz')
  assert.equal(feedReaderFor('cwec.xml', bytes), cweReader)
  const records = await readBytes(cweReader, 'cwec.xml', bytes)
  assert.deepEqual(problemsIn(records), [])
  const names = new Map(records.flatMap((one) => (one.kind === 'weakness' ? [[one.id, one.name] as const] : [])))
  assert.equal(names.get('CWE-1004'), "Sensitive Cookie Without 'HttpOnly' Flag")
  assert.ok(names.size >= 964)
})
