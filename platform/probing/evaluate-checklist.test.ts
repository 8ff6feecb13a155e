import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readScapContent } from '@holdfast/kit/scap'
import { resolvePolicy } from '@holdfast/kit/xccdf'
import { fakeWorld } from '@holdfast/platform/world'
import { evaluateChecklist } from './index.ts'

const oval = 'http://oval.mitre.org/XMLSchema/oval-definitions-5'
const check = (name: string, more = '') =>
  `<check system="${oval}">${more}<check-content-ref href="checks.xml" name="${name}"/></check>`
const rule = (id: string, body: string) => `<Rule id="${id}"><title>${id}</title>${body}</Rule>`
const definition = (id: string, test: string, kind = 'compliance') =>
  `<definition id="${id}" class="${kind}"><criteria><criterion test_ref="${test}"/></criteria></definition>`

const text = `<ds:data-stream-collection xmlns:ds="http://scap.nist.gov/schema/scap/source/1.2" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:cat="urn:oasis:names:tc:entity:xmlns:xml:catalog">
<ds:data-stream id="s" scap-version="1.3" use-case="CONFIGURATION">
<ds:dictionaries><ds:component-ref id="rd" xlink:href="#dictionary"><cat:catalog><cat:uri name="checks.xml" uri="#ro"/></cat:catalog></ds:component-ref></ds:dictionaries>
<ds:checklists><ds:component-ref id="rb" xlink:href="#benchmark"><cat:catalog><cat:uri name="checks.xml" uri="#ro"/></cat:catalog></ds:component-ref></ds:checklists>
<ds:checks><ds:component-ref id="ro" xlink:href="#oval"/></ds:checks>
</ds:data-stream>
<ds:component id="dictionary"><cpe-list><cpe-item name="cpe:/a:motd"><title>M</title><check system="${oval}" href="checks.xml">there</check></cpe-item><cpe-item name="cpe:/a:absent"><title>A</title><check system="${oval}" href="checks.xml">absent</check></cpe-item></cpe-list></ds:component>
<ds:component id="benchmark"><Benchmark id="b" xmlns="http://checklists.nist.gov/xccdf/1.2"><title>B</title>
<Profile id="strict"><title>S</title><refine-value idref="limit" selector="strict"/></Profile>
<Value id="limit"><title>L</title><value>100</value><value selector="strict">3</value></Value>
${rule('short', check('short', '<check-export value-id="limit" export-name="max"/>'))}
${rule('flawed', check('flaw'))}
${rule('elsewhere', `<platform idref="cpe:/a:absent"/>${check('short')}`)}
${rule('here', `<platform idref="cpe:/a:motd"/>${check('there')}`)}
${rule('lost', check('nowhere'))}
${rule('remote', `<check system="${oval}"><check-content-ref href="https://example.org/oval.xml"/></check>`)}
${rule('asked', '<check system="http://scap.nist.gov/schema/ocil/2"><check-content-ref href="questions.xml" name="q"/></check>')}
${rule('unsupported', check('registry'))}
</Benchmark></ds:component>
<ds:component id="oval"><oval_definitions xmlns="${oval}" xmlns:unix="${oval}#unix" xmlns:windows="${oval}#windows"><definitions>
${definition('short', 'short')}${definition('flaw', 'there', 'vulnerability')}${definition('there', 'there', 'inventory')}${definition('absent', 'absent', 'inventory')}${definition('registry', 'registry')}
</definitions><tests>
<unix:file_test id="short" check="all"><unix:object object_ref="motd"/><unix:state state_ref="short"/></unix:file_test>
<unix:file_test id="there"><unix:object object_ref="motd"/></unix:file_test>
<unix:file_test id="absent"><unix:object object_ref="nothing"/></unix:file_test>
<windows:registry_test id="registry"><windows:object object_ref="key"/></windows:registry_test>
</tests><objects>
<unix:file_object id="motd"><unix:filepath>/etc/motd</unix:filepath></unix:file_object>
<unix:file_object id="nothing"><unix:filepath>/etc/nothing</unix:filepath></unix:file_object>
<windows:registry_object id="key"><windows:hive>HKLM</windows:hive></windows:registry_object>
</objects><states><unix:file_state id="short"><unix:size datatype="int" operation="less than or equal" var_ref="max"/></unix:file_state></states>
<variables><external_variable id="max" datatype="int"/></variables></oval_definitions></ds:component>
</ds:data-stream-collection>`

async function judged(profile?: string) {
  const reading = readScapContent(text)
  assert.ok(reading.ok, JSON.stringify(reading))
  const [checklist] = reading.content.checklists
  assert.ok(checklist !== undefined)
  const world = fakeWorld({ files: { '/etc/motd': 'hello' } })
  return evaluateChecklist(reading.content, checklist, resolvePolicy(checklist.benchmark, profile), world)
}

test('rules are judged by their definitions, with the values of the profile and for the platforms that are there', async () => {
  const { results, scores } = await judged()
  assert.deepEqual(
    results.map((one) => `${one.rule.rule.id} ${one.result}`),
    [
      'short pass',
      'flawed fail',
      'elsewhere notapplicable',
      'here pass',
      'lost unknown',
      'remote notchecked',
      'asked notchecked',
      'unsupported unknown',
    ],
  )
  assert.deepEqual(scores.map(({ score, maximum }) => [score, maximum])[1], [2, 5])
  const why = (id: string) => results.find(({ rule: one }) => one.rule.id === id)?.messages.join()
  assert.match(why('lost') ?? '', /there is no definition nowhere/)
  assert.match(why('asked') ?? '', /by hand/)
  assert.match(why('unsupported') ?? '', /windows registry are not supported/)
  const strict = await judged('strict')
  assert.equal(strict.results[0]?.result, 'fail')
})
