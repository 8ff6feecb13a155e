/** XML documents as trees, without document types and entities of their own. */
export { filledAttribute, requiredAttribute, truthAttribute, wordAttribute } from './attributes.ts'
export { childOf, childrenOf, type XmlElement } from './element.ts'
export { parseXml, type XmlLimits, type XmlReading } from './parse-xml.ts'
export { type Place, placeIn } from './place.ts'
export { readXmlDocument, XmlContentError, type XmlDocument, type XmlProblem } from './read-document.ts'
export { escapeXml, type XmlAttributes, XmlWriter } from './write-xml.ts'
