// For tests of every part that works on facts.
export { changes, introduced, meter, sampleFacts, self, thing, things } from './sample-facts.ts'
