import type { XmlAttributes, XmlWriter } from '@holdfast/kit/xml'
import type { Item, ItemEntity, SystemInfo } from './characteristics.ts'
import type { OvalDefinitions } from './model.ts'
import type { OvalResults } from './results.ts'
import { type ResultsOrigin, writeGenerator } from './write-results.ts'

const namespace = 'http://oval.mitre.org/XMLSchema/oval-system-characteristics-5'

/** Writes what was seen of a system as `<oval_system_characteristics>`. Source: OVAL Language Specification 5.11, section 4.5. */
export function writeCharacteristics(
  writer: XmlWriter,
  document: OvalDefinitions,
  results: OvalResults,
  origin: Omit<ResultsOrigin, 'seen'> & { readonly system: SystemInfo },
): void {
  const items = new Map<string, Item>()
  for (const found of results.objects.values()) for (const item of found.items) items.set(item.id, item)
  const schemas = new Set([...items.values()].map(({ schema }) => schema))
  const attributes: Record<string, string> = {
    xmlns: namespace,
    'xmlns:oval': 'http://oval.mitre.org/XMLSchema/oval-common-5',
  }
  for (const schema of [...schemas].sort()) attributes[`xmlns:${prefixOf(schema)}`] = `${namespace}#${schema}`
  writer.open('oval_system_characteristics', attributes)
  writeGenerator(writer, document, origin)
  writeSystem(writer, origin.system)
  if (results.objects.size > 0) {
    writer.open('collected_objects')
    for (const [id, found] of results.objects) {
      const version = document.objects.get(id)?.version ?? '0'
      writer.open('object', { id, version, flag: found.flag })
      for (const message of found.messages) writer.leaf('message', { level: 'error' }, message)
      for (const { id: variable, value } of found.variables)
        writer.leaf('variable_value', { variable_id: variable }, value)
      for (const item of found.items) writer.leaf('reference', { item_ref: item.id })
      writer.close()
    }
    writer.close()
  }
  if (items.size > 0) {
    writer.open('system_data')
    for (const item of items.values()) writeItem(writer, item)
    writer.close()
  }
  writer.close()
}

function writeSystem(writer: XmlWriter, system: SystemInfo): void {
  writer
    .open('system_info')
    .leaf('os_name', {}, system.osName)
    .leaf('os_version', {}, system.osVersion)
    .leaf('architecture', {}, system.architecture)
    .leaf('primary_host_name', {}, system.hostName)
    .open('interfaces')
  for (const { name, address, mac } of system.interfaces)
    writer
      .open('interface')
      .leaf('interface_name', {}, name)
      .leaf('ip_address', {}, address)
      .leaf('mac_address', {}, mac)
      .close()
  writer.close().close()
}

function writeItem(writer: XmlWriter, item: Item): void {
  const prefix = prefixOf(item.schema)
  writer.open(`${prefix}:${item.type}_item`, { id: item.id, status: item.status })
  for (const message of item.messages) writer.leaf('message', { level: 'error' }, message)
  for (const entity of item.entities) {
    if (entity.fields.length === 0) {
      writer.leaf(`${prefix}:${entity.name}`, attributesOf(entity), entity.value)
      continue
    }
    writer.open(`${prefix}:${entity.name}`, attributesOf(entity))
    for (const field of entity.fields)
      writer.leaf('field', { xmlns: namespace, name: field.name, ...attributesOf(field) }, field.value)
    writer.close()
  }
  writer.close()
}

function attributesOf({ datatype, status }: ItemEntity): XmlAttributes {
  return {
    datatype: datatype === 'string' ? undefined : datatype,
    status: status === 'exists' ? undefined : status,
  }
}

function prefixOf(schema: string): string {
  return schema === '' ? 'sys' : `${schema}-sys`
}
