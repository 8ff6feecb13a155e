import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readScapContent } from './index.ts'

const stream = (component: string, reference = '#c1') =>
  `<ds:data-stream-collection xmlns:ds="http://scap.nist.gov/schema/scap/source/1.2" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:cat="urn:oasis:names:tc:entity:xmlns:xml:catalog">
<ds:data-stream id="s" scap-version="1.3" use-case="CONFIGURATION">
<ds:checklists><ds:component-ref id="r1" xlink:href="${reference}"><cat:catalog><cat:uri name="checks.xml" uri="#r2"/></cat:catalog></ds:component-ref></ds:checklists>
<ds:checks><ds:component-ref id="r2" xlink:href="#c2"/></ds:checks>
</ds:data-stream>
<ds:component id="c1">${component}</ds:component><ds:component id="c2"><oval_definitions/></ds:component>
</ds:data-stream-collection>`

test('benchmarks of a stream find their documents by the names of its catalog', () => {
  const reading = readScapContent(stream('<Benchmark id="b"/>'))
  assert.ok(reading.ok, JSON.stringify(reading))
  assert.deepEqual(reading.content.streams, [{ id: 's', scapVersion: '1.3', useCase: 'CONFIGURATION' }])
  const [checklist] = reading.content.checklists
  assert.equal(checklist?.find('checks.xml')?.root.name, 'oval_definitions')
  assert.equal(checklist?.find('#r2')?.root.name, 'oval_definitions')
  assert.equal(checklist?.find('/etc/passwd'), undefined)
})

test('what is wrong with a stream is told with its place', () => {
  const problemOf = (text: string) => {
    const reading = readScapContent(text)
    return reading.ok ? '' : `${reading.problem.line}: ${reading.problem.message}`
  }
  assert.equal(problemOf('<a/>'), '1: the document is <a>, not <data-stream-collection> or <Benchmark>')
  assert.equal(problemOf(stream('<Benchmark id="b"/>', '#nowhere')), '3: there is no component #nowhere')
  assert.equal(problemOf(stream('<Benchmark/>')), '6: <Benchmark> has no attribute id')
})
