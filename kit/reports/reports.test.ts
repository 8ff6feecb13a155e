import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeUtf8 } from '../text/index.ts'
import { type Report, readReport, reportFormats } from './index.ts'

function read(text: string): Report {
  const reading = readReport(encodeUtf8(text))
  assert.ok(reading.ok, JSON.stringify(reading))
  return reading.report
}

function problemOf(text: string) {
  const reading = readReport(encodeUtf8(text))
  assert.ok(!reading.ok)
  return reading.problem
}

const nessus = `<?xml version="1.0" ?>
<!DOCTYPE NessusClientData_v2>
<NessusClientData_v2><Report name="r"><ReportHost name="web-1">
<HostProperties><tag name="host-ip">10.0.0.5</tag></HostProperties>
<ReportItem port="443" svc_name="www" protocol="tcp" severity="3" pluginID="42873" pluginName="SWEET32" pluginFamily="General">
<cve>CVE-2016-2183</cve><cwe>327</cwe><cvss3_base_score>7.5</cvss3_base_score>
<cvss3_vector>CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N</cvss3_vector><cvss_vector>CVSS2#AV:N/AC:L/Au:N/C:P/I:N/A:N</cvss_vector>
<solution>Reconfigure.</solution><plugin_output>3DES</plugin_output></ReportItem>
<ReportItem port="0" protocol="tcp" severity="0" pluginID="19506" pluginName="Scan Information"/>
</ReportHost></Report></NessusClientData_v2>`

test('a finding says what it is, where it is and what ends it', () => {
  const { format, tool, findings } = read(nessus)
  assert.deepEqual([format, tool, findings.length], ['nessus', 'Nessus', 2])
  assert.deepEqual(findings[0], {
    key: '42873|10.0.0.5|443|tcp||||||',
    rule: '42873',
    title: 'SWEET32',
    severity: 'high',
    ids: ['CVE-2016-2183'],
    cwes: [327],
    cvss: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
    score: 7.5,
    place: { host: '10.0.0.5', port: 443, protocol: 'tcp' },
    fix: 'Reconfigure.',
    text: '3DES',
    times: 1,
  })
  assert.deepEqual(findings[1]?.place, { host: '10.0.0.5', protocol: 'tcp' })
})

const snyk = (version: string) => ({
  ok: false,
  packageManager: 'npm',
  projectName: 'shop',
  vulnerabilities: [1, 2].map((way) => ({
    id: 'SNYK-JS-LODASH-450202',
    title: 'Prototype Pollution',
    severity: 'high',
    packageName: 'lodash',
    version,
    from: [`way ${way}`],
    identifiers: { CVE: ['CVE-2019-10744'], CWE: ['CWE-400'], GHSA: ['ghsa-jf85-cpcp-j695'] },
    CVSSv3: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H',
    fixedIn: ['4.17.12'],
  })),
})

test('what a report repeats is one finding, and another version is another one', () => {
  const [first] = read(JSON.stringify(snyk('4.17.4'))).findings
  assert.deepEqual([first?.times, first?.fix, first?.score], [2, '4.17.12', 9.1])
  assert.deepEqual(first?.ids, ['CVE-2019-10744', 'GHSA-jf85-cpcp-j695'])
  assert.notEqual(first?.key, read(JSON.stringify(snyk('4.17.5'))).findings[0]?.key)
})

test('Dependency-Check names the package by its identifier', () => {
  const { findings } =
    read(`<analysis xmlns="https://jeremylong.github.io/DependencyCheck/dependency-check.2.5.xsd"><dependencies>
<dependency><fileName>log4j-core-2.14.1.jar</fileName><filePath>/app/log4j-core-2.14.1.jar</filePath>
<identifiers><package confidence="HIGH"><id>pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1</id></package></identifiers>
<vulnerabilities source="NVD"><vulnerability source="NVD"><name>CVE-2021-44228</name><severity>CRITICAL</severity>
<cwes><cwe>CWE-502</cwe></cwes><cvssV3><baseScore>10.0</baseScore></cvssV3></vulnerability></vulnerabilities></dependency></dependencies></analysis>`)
  assert.deepEqual(
    findings.map(({ rule, severity, score, cwes, place }) => [rule, severity, score, cwes, place.component?.name]),
    [['CVE-2021-44228', 'critical', 10, [502], 'org.apache.logging.log4j/log4j-core']],
  )
})

test('a table is known by its columns, whatever stands above them and between them', () => {
  const { findings, passed, problems } = read(
    'My report\r\n\r\nCHECK_ID;CHECK_TITLE;STATUS;RESOURCE_UID;SEVERITY\r\na;A;FAIL;arn:1;high\r\na;A;PASS;arn:2;high\r\n;x;FAIL;;\r\n',
  )
  assert.deepEqual([findings.length, passed], [1, 1])
  assert.deepEqual(problems, [{ message: 'the row has no cell for the rule, plugin or id', line: 6 }])
})

test('what is no report is refused with its reason and place', () => {
  assert.match(problemOf('').message, /^the file is empty/)
  assert.deepEqual(problemOf('{"a": 1,}'), { message: 'not JSON', offset: 8 })
  assert.deepEqual(problemOf('<a><b></a>'), { message: 'not XML: </a> ends nothing that is open', offset: 6 })
  assert.match(problemOf('{"a": 1}').message, /form of no report/)
  assert.match(problemOf('<html/>').message, /<html> is the report of no tool/)
  assert.match(problemOf('a,b\n1,2\n').message, /no table whose columns are known/)
})

test('every format has its own name', () => {
  const ids = reportFormats().map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
})
