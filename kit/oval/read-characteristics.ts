import {
  childOf,
  childrenOf,
  readXmlDocument,
  requiredAttribute,
  wordAttribute,
  XmlContentError,
  type XmlDocument,
  type XmlElement,
} from '@holdfast/kit/xml'
import type { Collected, Item, ItemEntity, SystemCharacteristics, SystemInfo } from './characteristics.ts'
import { schemaVersionOf } from './read-definitions.ts'
import { kindOf } from './read-entity.ts'
import { datatypes, flags, statuses } from './words.ts'

/** Reads a document of system characteristics. Never throws. Source: OVAL Language Specification 5.11, section 4.5. */
export function readSystemCharacteristics(
  text: string,
): XmlDocument<{ readonly characteristics: SystemCharacteristics }> {
  return readXmlDocument(text, ['oval_system_characteristics'], (root) => {
    const items = new Map<string, Item>()
    for (const element of childOf(root, 'system_data')?.children ?? []) {
      const item = readItem(element)
      if (items.has(item.id)) throw new XmlContentError(`the item ${item.id} is given twice`, element)
      items.set(item.id, item)
    }
    const objects = new Map<string, Collected>()
    for (const element of childrenOf(childOf(root, 'collected_objects'), 'object'))
      objects.set(requiredAttribute(element, 'id'), readCollected(element, items))
    return {
      characteristics: {
        schemaVersion: schemaVersionOf(root),
        system: readSystem(childOf(root, 'system_info')),
        objects,
        items,
        source: text.slice(root.position ?? 0),
      },
    }
  })
}

function readItem(element: XmlElement): Item {
  return {
    ...kindOf(element, '_item'),
    id: requiredAttribute(element, 'id'),
    status: wordAttribute(element, 'status', statuses) ?? 'exists',
    entities: element.children.filter(({ name }) => name !== 'message').map(readItemEntity),
    messages: childrenOf(element, 'message').map(({ text }) => text),
  }
}

function readItemEntity(element: XmlElement): ItemEntity {
  return {
    name: element.name === 'field' ? (element.attributes.get('name') ?? element.name) : element.name,
    value: element.text,
    datatype: wordAttribute(element, 'datatype', datatypes) ?? 'string',
    status: wordAttribute(element, 'status', statuses) ?? 'exists',
    fields: childrenOf(element, 'field').map(readItemEntity),
  }
}

function readCollected(element: XmlElement, items: ReadonlyMap<string, Item>): Collected {
  return {
    flag: wordAttribute(element, 'flag', flags) ?? 'complete',
    items: childrenOf(element, 'reference').map((reference) => {
      const item = items.get(requiredAttribute(reference, 'item_ref'))
      if (item === undefined)
        throw new XmlContentError(`there is no item ${reference.attributes.get('item_ref')}`, reference)
      return item
    }),
    messages: childrenOf(element, 'message').map(({ text }) => text),
    variables: childrenOf(element, 'variable_value').map((value) => ({
      id: requiredAttribute(value, 'variable_id'),
      value: value.text,
    })),
  }
}

function readSystem(element: XmlElement | undefined): SystemInfo {
  const text = (name: string, within = element) => childOf(within, name)?.text.trim() ?? ''
  return {
    osName: text('os_name'),
    osVersion: text('os_version'),
    architecture: text('architecture'),
    hostName: text('primary_host_name'),
    interfaces: childrenOf(childOf(element, 'interfaces'), 'interface').map((one) => ({
      name: text('interface_name', one),
      address: text('ip_address', one),
      mac: text('mac_address', one),
    })),
  }
}
