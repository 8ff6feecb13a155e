import manifest from '../../package.json' with { type: 'json' }

/** Version of this agent. */
export const version: string = manifest.version
