/** What all readers of foreign formats share: items with problems, and checked access to bytes. */
export { attempt } from './attempt.ts'
export { ByteView, MalformedInput } from './byte-view.ts'
export { asList, asRecord, asText, type JsonRecord, readJson } from './json.ts'
export { type ReadAheadOptions, readAhead } from './read-ahead.ts'
export { maxProblems, type Problem, ProblemList, type Reading } from './reading.ts'
export {
  bytesInMemory,
  type LazyReader,
  type ReadBytes,
  type ReadRequest,
  readExactly,
  readUpTo,
  runReader,
  runReaderAsync,
} from './requests.ts'
