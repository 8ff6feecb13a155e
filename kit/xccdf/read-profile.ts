import { childOf, childrenOf, type XmlElement } from '@holdfast/kit/xml'
import { required, truthOf, weightOf, wordOf } from './attributes.ts'
import { type Profile, roles, severities } from './model.ts'
import { platformsOf } from './read-benchmark.ts'

/** A profile of a benchmark or of a tailoring file. Throws XccdfError. */
export function readProfile(element: XmlElement): Profile {
  return {
    id: required(element, 'id'),
    title: childOf(element, 'title')?.text.trim() ?? '',
    extends: element.attributes.get('extends'),
    platforms: platformsOf(element),
    selects: childrenOf(element, 'select').map((select) => ({
      id: required(select, 'idref'),
      selected: truthOf(select, 'selected', true),
    })),
    setValues: [
      ...childrenOf(element, 'set-value').map((set) => ({ id: required(set, 'idref'), values: [set.text] })),
      ...childrenOf(element, 'set-complex-value').map((set) => ({
        id: required(set, 'idref'),
        values: childrenOf(set, 'item').map(({ text }) => text),
      })),
    ],
    refineValues: childrenOf(element, 'refine-value').map((refine) => ({
      id: required(refine, 'idref'),
      selector: refine.attributes.get('selector'),
    })),
    refineRules: childrenOf(element, 'refine-rule').map((refine) => ({
      id: required(refine, 'idref'),
      selector: refine.attributes.get('selector'),
      weight: weightOf(refine),
      severity: wordOf(refine, 'severity', severities),
      role: wordOf(refine, 'role', roles),
    })),
  }
}
