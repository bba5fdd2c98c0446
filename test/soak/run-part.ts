// One part of the soak, as a process of its own: `node test/soak/run-part.ts <name>`; tells its parent what was reached.
import { parts } from './parts.ts';

const [name = ''] = process.argv.slice(2);
const part = parts[name];
if (!part) throw new Error(`There is no part ${name}.`);
const result = await part.run('long');
process.send?.(result, () => process.exit(0));
