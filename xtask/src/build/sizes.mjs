// Prints a line "raw gzip brotli" for each file named, at the strongest settings.
import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

for (const path of process.argv.slice(1)) {
  const bytes = readFileSync(path);
  const gzip = gzipSync(bytes, { level: 9 });
  console.log(bytes.length, gzip.length, brotliCompressSync(bytes).length);
}
