/** XML documents as trees, without document types and entities of their own. */
export { childOf, childrenOf, type XmlElement } from './element.ts'
export { parseXml, type XmlLimits, type XmlReading } from './parse-xml.ts'
export { type Place, placeIn } from './place.ts'
export { escapeXml, type XmlAttributes, XmlWriter } from './write-xml.ts'
