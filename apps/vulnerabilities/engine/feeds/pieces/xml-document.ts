import { decodeTextFile } from '@holdfast/kit/text'
import { parseXml, type XmlElement } from '@holdfast/kit/xml'
import type { FeedFile } from '../feed-reader.ts'
import { wholeFile } from './whole-file.ts'

/** The largest that publishers give have about 150 MB. */
const maxLength = 512 * 1024 * 1024

/** A document of XML as a tree, for formats that name things before they say what they are; or what is wrong with it. */
export async function xmlDocument({ pieces }: FeedFile): Promise<XmlElement | { readonly problem: string }> {
  const bytes = await wholeFile(pieces, maxLength)
  if (bytes === undefined) return { problem: `larger than ${maxLength} bytes` }
  const reading = parseXml(decodeTextFile(bytes))
  if (reading.ok) return reading.root
  const { message, position } = reading.problem
  return { problem: `not XML: ${message} (character ${position})` }
}
