import yauzl from 'yauzl';

/** Every file of a zip by its name inside the archive, as bytes. */
const unzip = (path: string): Promise<Map<string, Buffer>> =>
  new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true }, (openError, zip) => {
      if (openError) return reject(openError);
      const files = new Map<string, Buffer>();
      zip.on('error', reject);
      zip.on('end', () => resolve(files));
      zip.on('entry', (entry: yauzl.Entry) => {
        zip.openReadStream(entry, (readError, stream) => {
          if (readError) return reject(readError);
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('error', reject);
          stream.on('end', () => {
            files.set(entry.fileName, Buffer.concat(chunks));
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });

/** The files of a report, without the one folder they lie in. */
export const unzipReport = async (path: string): Promise<Map<string, Buffer>> =>
  new Map([...(await unzip(path))].map(([name, bytes]) => [name.replace(/^[^/]+\//, ''), bytes]));
