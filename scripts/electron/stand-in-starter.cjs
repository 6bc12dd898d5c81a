// What Electron's own default app does, for an Electron that came without one: find the program's folder in
// the arguments and start its main. core-js supplies the JavaScript the older engine lacks; it is loaded here
// and never in the product, which must not depend on it.
'use strict';
require('core-js/stable');
const { existsSync, readFileSync, statSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { app } = require('electron');

const place = process.argv.findIndex(
  (argument, index) => index > 0 && !argument.startsWith('-') && existsSync(join(argument, 'package.json')),
);
if (place === -1) {
  console.error('The stand-in Electron needs the folder of a program with a package.json as its argument.');
  process.exit(2);
}
const folder = resolve(process.argv[place]);
if (!statSync(folder).isDirectory()) process.exit(2);
const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
app.setName(description.productName ?? description.name);
app.setVersion(description.version);
app.setAppPath(folder);
// A variable, so that the bundler leaves this call alone.
const load = module.require.bind(module);
load(join(folder, description.main));
