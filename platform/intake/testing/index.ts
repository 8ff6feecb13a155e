// For tests of every part that sources speak to.
export { SampleAgent } from './sample-agent.ts'
export { intakeParts, sampleIntake } from './sample-intake.ts'
