import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { projectFolder } from './setup/project-paths.mjs';

const folder = join(projectFolder, 'resources', 'icons');

/** Pixel sizes Linux desktops look for. */
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const WINDOWS_SIZES = [16, 24, 32, 48, 64, 128, 256];
/** Apple's four-letter type for each size that holds a PNG. */
const APPLE_TYPES = { ic11: 32, ic12: 64, ic07: 128, ic08: 256, ic09: 512, ic10: 1024 };

const draw = (sizePixels: number): Buffer =>
  new Resvg(readFileSync(join(folder, 'icon.svg'), 'utf8'), { fitTo: { mode: 'width', value: sizePixels } })
    .render()
    .asPng();

/** ICO: a directory of 16-byte entries, then the PNGs themselves. */
const toIco = (sizes: readonly number[]): Buffer => {
  const images = sizes.map(draw);
  const header = Buffer.alloc(6 + 16 * sizes.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(sizes.length, 4);
  let offset = header.length;
  images.forEach((image, index) => {
    const entry = 6 + 16 * index;
    const size = sizes[index] ?? 0;
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(image.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += image.length;
  });
  return Buffer.concat([header, ...images]);
};

/** ICNS: blocks of type, length including these eight bytes, PNG. */
const toIcns = (): Buffer => {
  const block = (type: string, body: Buffer): Buffer => {
    const header = Buffer.alloc(8);
    header.write(type, 'latin1');
    header.writeUInt32BE(body.length + 8, 4);
    return Buffer.concat([header, body]);
  };
  return block(
    'icns',
    Buffer.concat(Object.entries(APPLE_TYPES).map(([type, size]) => block(type, draw(size)))),
  );
};

mkdirSync(join(folder, 'linux'), { recursive: true });
for (const size of LINUX_SIZES) writeFileSync(join(folder, 'linux', `${size}x${size}.png`), draw(size));
writeFileSync(join(folder, 'icon.png'), draw(1024));
writeFileSync(join(folder, 'icon.ico'), toIco(WINDOWS_SIZES));
writeFileSync(join(folder, 'icon.icns'), toIcns());
