/** LZ4 frames block by block, in memory that does not grow with the content. */
export { type OnBlock, readLz4Blocks } from './read-lz4-blocks.ts'
