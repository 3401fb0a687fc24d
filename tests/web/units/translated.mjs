// The screens' sources as the compiler translated them (test.cmake).

import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

export function translated(path) {
    return import(pathToFileURL(join(process.env.WAYSIDE_WEB_TRANSLATED, path)).href);
}
