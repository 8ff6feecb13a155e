import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeUtf8 } from '@holdfast/kit/text'
import { advisoriesIn, coverageIn, problemsIn, readText, surviveDamage } from '../../../tests/feed-reading.fixture.ts'
import { feedReaderFor } from '../read-feed-file.ts'
import { updateinfoReader } from './updateinfo-reader.ts'

const document = `<?xml version="1.0" encoding="UTF-8"?>
<updates>
<update author="linux-security@amazon.com" from="linux-security@amazon.com" status="final" type="security" version="1.4">
<id>ALAS2023-2023-126</id><title>Amazon Linux 2023 - ALAS2023-2023-126: Important priority package update for device-mapper-multipath</title>
<issued date="2023-03-07 00:29" /><updated date="2023-03-08 00:51" /><severity>important</severity>
<description>Package updates are available.</description>
<references><reference href="http://cve.mitre.org/cgi-bin/cvename.cgi?name=CVE-2022-3787" id="CVE-2022-3787" title="" type="cve" /></references>
<pkglist><collection short="amazon-linux-2023---core"><name>Amazon Linux 2023</name>
<package arch="aarch64" epoch="0" name="kpartx" release="6.amzn2023.0.3" version="0.8.7"><filename>Packages/kpartx-0.8.7-6.amzn2023.0.3.aarch64.rpm</filename></package>
<package arch="x86_64" epoch="0" name="kpartx" release="6.amzn2023.0.3" version="0.8.7"><filename>x</filename></package>
<package arch="src" epoch="1" name="device-mapper-multipath" release="6.amzn2023.0.3" version="0.8.7"><filename>x</filename></package>
<package arch="src" epoch="1" name="nameless" version="0.8.7"><filename>x</filename></package>
</collection></pkglist></update>
<update type="bugfix"><id>X</id></update>
<update type="security"><pkglist/></update>
</updates>`

test('an update names the first fixed build of each package', async () => {
  assert.equal(feedReaderFor('updateinfo.xml', encodeUtf8(document)), updateinfoReader)
  const records = await readText(updateinfoReader, 'updateinfo.xml', document)
  assert.deepEqual(coverageIn(records), ['Amazon Linux:2023'])
  const [advisory, ...others] = advisoriesIn(records)
  assert.deepEqual(others, [])
  assert.deepEqual(
    [advisory?.id, advisory?.upstream, advisory?.published, advisory?.modified, advisory?.databaseSeverity],
    ['ALAS2023-2023-126', ['CVE-2022-3787'], '2023-03-07T00:29Z', '2023-03-08T00:51Z', 'important'],
  )
  assert.deepEqual(
    advisory?.affected.map(({ name, names, architectures, ranges }) => [
      name,
      names,
      architectures,
      ranges[0]?.events[1]?.fixed,
    ]),
    [
      ['kpartx', 'binary', ['aarch64', 'x86_64'], '0.8.7-6.amzn2023.0.3'],
      ['device-mapper-multipath', 'source', ['src'], '1:0.8.7-6.amzn2023.0.3'],
    ],
  )
})

test('what cannot be used is named with its place', async () => {
  assert.deepEqual(problemsIn(await readText(updateinfoReader, 'a.xml', document)), [
    'a.xml update 1 ALAS2023-2023-126: a package has no name, version or release',
    'a.xml update 3: has no id',
  ])
  const other = document.replaceAll('<name>Amazon Linux 2023</name>', '<name>Elsewhere 1</name>')
  assert.match(
    problemsIn(await readText(updateinfoReader, 'a.xml', other))[0] ?? '',
    /"Elsewhere 1" is no distribution that is known/,
  )
  assert.deepEqual(
    problemsIn(await readText(updateinfoReader, 'a.xml', '<updates><update type="security"></updates>')),
    ['a.xml: not XML: unexpected close tag (line 1): the rest is left out'],
  )
})

test('damage is survived', () => surviveDamage(updateinfoReader, 'updateinfo.xml', document))
