import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advisoriesIn, coverageIn, problemsIn, readText, surviveDamage } from '../../../tests/feed-reading.fixture.ts'
import { ovalReader } from './oval-reader.ts'

const rpm = (kind: string, id: string, inner: string) =>
  `<rpminfo_${kind} id="${kind}:${id}">${inner}</rpminfo_${kind}>`
const rpmTest = (id: string, object: string, state?: string) =>
  rpm(
    'test',
    id,
    `<object object_ref="object:${object}"/>${state === undefined ? '' : `<state state_ref="state:${state}"/>`}`,
  )
const criterion = (id: string, comment: string) => `<criterion test_ref="test:${id}" comment="${comment}"/>`

const document = `<?xml version="1.0"?><oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5">
<generator><timestamp>2030-01-02T03:04:05</timestamp></generator>
<definitions><definition id="oval:com.example:def:1" class="patch"><metadata><title> ELSA-2030-1: x </title>
<affected family="unix"><platform>Oracle Linux 9</platform></affected>
<reference source="elsa" ref_id="ELSA-2030-1" ref_url="https://linux.oracle.com/errata/ELSA-2030-1.html"/>
<reference source="CVE" ref_id="CVE-2030-1001"/><advisory><severity>IMPORTANT</severity><issued date="2030-01-01"/><cve>CVE-2030-1002</cve></advisory></metadata>
<criteria operator="AND">${criterion('system', 'Oracle Linux 9 is installed')}
<criteria operator="OR">
<criteria operator="AND">${criterion('arch', 'Oracle Linux arch is x86_64')}${criterion('fixed', 'bind is earlier than 32:9.16-1.el9')}${criterion('signed', 'bind is signed')}</criteria>
<criteria operator="AND">${criterion('module', 'Module nodejs:18 is enabled')}${criterion('low', 'nodejs is earlier than 18.1-1')}</criteria>
<criteria operator="AND">${criterion('splice', 'glibc is a build for ksplice')}${criterion('glibc', 'glibc is earlier than 2:2.34')}</criteria>
${criterion('open', 'left is affected')}${criterion('absent', 'right is earlier than 1')}
</criteria></criteria></definition>
<definition id="oval:com.example:def:2" class="inventory"/></definitions>
<tests>${rpmTest('system', 'release', 'nine')}${rpmTest('arch', 'release', 'x86')}${rpmTest('fixed', 'bind', 'bind')}${rpmTest('signed', 'bind', 'key')}
${rpmTest('module', 'release')}${rpmTest('low', 'nodejs', 'node')}${rpmTest('splice', 'glibc', 'splice')}${rpmTest('glibc', 'glibc', 'node')}${rpmTest('open', 'left', 'any')}</tests>
<objects>${['bind', 'nodejs', 'glibc', 'left'].map((name) => rpm('object', name, `<name>${name}</name>`)).join('')}${rpm('object', 'release', '<name>oraclelinux-release</name>')}</objects>
<states>${rpm('state', 'nine', '<version operation="pattern match">^9</version>')}${rpm('state', 'x86', '<arch operation="pattern match">x86_64</arch>')}
${rpm('state', 'bind', '<evr operation="less than">32:9.16-1.el9</evr>')}${rpm('state', 'key', '<signature_keyid>x</signature_keyid>')}
${rpm('state', 'node', '<evr operation="less than">0:18.1-1</evr>')}${rpm('state', 'splice', '<release operation="pattern match">ksplice</release>')}
${rpm('state', 'any', '<evr operation="greater than">0:0-0</evr>')}</states></oval_definitions>`

test('systems, architectures and modules bound the packages beside them', async () => {
  const records = await readText(ovalReader, 'a.xml', document)
  assert.deepEqual(coverageIn(records), ['Oracle Linux:9'])
  assert.deepEqual(problemsIn(records), ['a.xml oval:com.example:def:1: the test test:absent is not there'])
  const [advisory, ...others] = advisoriesIn(records)
  assert.deepEqual(others, [])
  const { id, upstream, summary, databaseSeverity, published, affected } = advisory ?? {}
  assert.deepEqual(
    [id, upstream, summary, databaseSeverity, published],
    ['ELSA-2030-1', ['CVE-2030-1001', 'CVE-2030-1002'], 'ELSA-2030-1: x', 'IMPORTANT', '2030-01-01'],
  )
  assert.deepEqual(
    affected?.map(({ name, ranges, state, architectures, module }) => [
      name,
      ranges[0]?.events[1]?.fixed ?? state,
      architectures,
      module,
    ]),
    [
      ['bind', '32:9.16-1.el9', ['x86_64'], undefined],
      ['nodejs', '18.1-1', undefined, 'nodejs:18'],
      ['left', 'affected', undefined, undefined],
    ],
  )
})

test('damage is survived', () => surviveDamage(ovalReader, 'a.xml', document))
