/** The Security Content Automation Protocol 1.2 and 1.3: source data streams and what is in them. */
export {
  type Checklist,
  type FindDocument,
  readScapContent,
  type ScapContent,
  type ScapDocument,
  type ScapProduct,
} from './scap-content.ts'
