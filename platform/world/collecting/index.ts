/** How one collector is run over one world. */
export { runCollector, wholeScope } from './run-collector.ts'
