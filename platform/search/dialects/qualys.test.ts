import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defineEntity, echo, format, parse, plan, translate, withDialect } from '../language/index.ts'
import { sampleTime } from '../testing/sample-time.ts'
import { parseDialect, readDialect } from './read-dialect.ts'

const word = { type: 'keyword', summary: 'A word.' } as const
const assets = withDialect(
  defineEntity({
    name: 'assets',
    one: 'asset',
    many: 'assets',
    summary: 'Machines.',
    freeText: ['name'],
    tokens: [
      { name: 'name', type: 'text', summary: 'Its name.' },
      { name: 'operatingSystem', type: 'text', summary: 'Its system.' },
      { name: 'lastBoot', type: 'date', summary: 'Last start.' },
      { name: 'firstSeen', type: 'date', summary: 'First seen.' },
      { name: 'cpuCount', type: 'number', summary: 'Processors.' },
      { name: 'memory', type: 'size', summary: 'Memory.' },
      { name: 'tag', ...word, many: true },
      {
        name: 'source',
        type: 'group',
        summary: 'Sources.',
        tokens: [
          {
            name: 'kind',
            type: 'enum',
            summary: 'Kind.',
            values: [{ name: 'agent' }, { name: 'scanner' }, { name: 'sensor' }],
          },
        ],
      },
      {
        name: 'address',
        type: 'group',
        summary: 'Addresses.',
        tokens: [
          { name: 'ip', type: 'ip', summary: 'Address.' },
          { name: 'mac', ...word },
        ],
      },
      {
        name: 'openPort',
        type: 'group',
        summary: 'Ports.',
        tokens: [
          { name: 'port', type: 'number', summary: 'Port.' },
          { name: 'protocol', ...word },
          { name: 'process', ...word },
        ],
      },
      {
        name: 'software',
        type: 'group',
        summary: 'Software.',
        tokens: [
          { name: 'name', type: 'text', summary: 'Name.' },
          { name: 'version', type: 'version', summary: 'Version.' },
        ],
      },
      {
        name: 'finding',
        type: 'group',
        summary: 'Findings.',
        tokens: [
          { name: 'title', type: 'text', summary: 'Title.' },
          { name: 'severity', type: 'number', summary: 'Severity.' },
          {
            name: 'status',
            type: 'enum',
            summary: 'Status.',
            values: [{ name: 'new' }, { name: 'active' }, { name: 'fixed' }, { name: 'reopened' }],
          },
          { name: 'firstFound', type: 'date', summary: 'First found.' },
          {
            name: 'confidence',
            type: 'enum',
            summary: 'Confidence.',
            values: [{ name: 'confirmed' }, { name: 'potential' }],
          },
          { name: 'fixAvailable', type: 'boolean', summary: 'A fix exists.' },
        ],
      },
    ],
  }),
  readDialect('qualys'),
)

describe('a query of Qualys that is pasted', () => {
  const pasted: readonly [string, string][] = [
    [
      'vulnerabilities.vulnerability.title:shellshock AND vulnerabilities.vulnerability.title:heartbleed',
      'finding.title:shellshock and finding.title:heartbleed',
    ],
    ['NOT tags.name: Windows', 'not tag:Windows'],
    ['vulnerabilities.typeDetected:[Confirmed, Potential]', 'finding.confidence:[Confirmed, Potential]'],
    ['operatingSystem: “Windows 7”', 'operatingSystem:"Windows 7"'],
    ['openPorts.port:(123 .. 1234)', 'openPort.port:(123 .. 1234)'],
    ['openPorts.port:[123 .. 1234]', 'openPort.port:[123 .. 1234]'],
    ['openPorts:(port:3389 and protocol: `TCP`)', 'openPort:(port:3389 and protocol:`TCP`)'],
    ["asset:(lastBoot:'2018-10-10' AND cpuCount:2)", "lastBoot:'2018-10-10' and cpuCount:2"],
    ['asset.lastBoot <= "2018-11-01"', 'lastBoot <= "2018-11-01"'],
    [
      'created:["2024-09-15T00:30:00.000Z".."2024-09-22T18:29:59.999Z"]',
      'firstSeen:["2024-09-15T00:30:00.000Z" .. "2024-09-22T18:29:59.999Z"]',
    ],
    [
      'vulnerabilities.firstFound:[now-30d .. now-1s] and vulnerabilities.severity:[4,5]',
      'finding.firstFound:[now-30d .. now-1s] and finding.severity:[4, 5]',
    ],
    [
      'software:(name:`Cisco AnyConnect Secure Mobility Client` and version:`3.1.12345`)',
      'software:(name:`Cisco AnyConnect Secure Mobility Client` and version:`3.1.12345`)',
    ],
    [
      'vulnerabilities.vulnerability:(title:"Remote Code" AND severity:5 AND patchAvailable: TRUE)',
      'finding:(title:"Remote Code" and severity:5 and fixAvailable:TRUE)',
    ],
    ['vulnerabilities:(status:ACTIVE and vulnerability.severity:5)', 'finding:(status:ACTIVE and severity:5)'],
    [
      'interfaces.address:[10.0.0.1 .. 10.0.0.255] and interfaces:(macAddress:00*)',
      'address.ip:[10.0.0.1 .. 10.0.0.255] and address:(mac:00*)',
    ],
    ['inventory:(source:QAGENT)', 'source:(kind:QAGENT)'],
    ['asset.totalMemory > 1048576', 'memory > 1048576'],
    ['operatingSystem: win*', 'operatingSystem:win*'],
  ]
  for (const [theirs, ours] of pasted) {
    test(theirs, () => {
      const parsed = parse(theirs)
      assert.ok(parsed.ok)
      const checked = plan(theirs, assets, sampleTime)
      assert.ok(checked.ok, checked.ok ? '' : JSON.stringify(checked.problems))
      const translated = format(translate(parsed.query, assets))
      assert.equal(translated, ours)
      const again = plan(translated, assets, sampleTime)
      assert.ok(again.ok)
      assert.equal(echo(again.plan), echo(checked.plan))
    })
  }

  test('and has no counterpart is recognised', () => {
    const checked = plan('netbiosName:x', assets, sampleTime)
    assert.deepEqual(checked.ok ? [] : checked.problems.map(({ code }) => code), ['token-not-available'])
  })
})

describe('a dialect', () => {
  test('is refused with the place that is wrong', () => {
    assert.throws(() => parseDialect('name: x'), /name and title/)
    assert.throws(() => parseDialect('{name: x, title: X, entities: {assets: {tokens: {a: 5}}}}'), /assets\.tokens\.a/)
    assert.throws(
      () => parseDialect('{name: x, title: X, entities: {assets: {tokens: {}, values: {s: 5}}}}'),
      /assets\.values\.s/,
    )
  })
})
