/** LZ4 frames, as apt keeps its package indexes. */
export { decompressLz4, type Lz4Result } from './decompress.ts'
