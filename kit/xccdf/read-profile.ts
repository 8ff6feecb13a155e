import { childOf, childrenOf, filledAttribute, truthAttribute, wordAttribute, type XmlElement } from '@holdfast/kit/xml'
import { type Profile, roles, severities } from './model.ts'
import { platformsOf } from './read-benchmark.ts'
import { weightOf } from './read-weight.ts'

/** A profile of a benchmark or of a tailoring file. Throws XmlContentError. */
export function readProfile(element: XmlElement): Profile {
  return {
    id: filledAttribute(element, 'id'),
    title: childOf(element, 'title')?.text.trim() ?? '',
    extends: element.attributes.get('extends'),
    platforms: platformsOf(element),
    selects: childrenOf(element, 'select').map((select) => ({
      id: filledAttribute(select, 'idref'),
      selected: truthAttribute(select, 'selected', true),
    })),
    setValues: [
      ...childrenOf(element, 'set-value').map((set) => ({ id: filledAttribute(set, 'idref'), values: [set.text] })),
      ...childrenOf(element, 'set-complex-value').map((set) => ({
        id: filledAttribute(set, 'idref'),
        values: childrenOf(set, 'item').map(({ text }) => text),
      })),
    ],
    refineValues: childrenOf(element, 'refine-value').map((refine) => ({
      id: filledAttribute(refine, 'idref'),
      selector: refine.attributes.get('selector'),
    })),
    refineRules: childrenOf(element, 'refine-rule').map((refine) => ({
      id: filledAttribute(refine, 'idref'),
      selector: refine.attributes.get('selector'),
      weight: weightOf(refine),
      severity: wordAttribute(refine, 'severity', severities),
      role: wordAttribute(refine, 'role', roles),
    })),
  }
}
