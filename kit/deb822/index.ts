/** Debian control data (deb822): the stanzas of dpkg and apt files. */
export { type Clearsigned, splitClearsigned } from './clearsigned.ts'
export { maxFieldLength, maxFields, type Paragraph, type ParagraphOptions, readParagraphs } from './paragraphs.ts'
