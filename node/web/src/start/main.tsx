import '../shared/base.css';
import './start.css';
import { begin } from '../shared/begin.tsx';
import { Client } from '../api/client.ts';
import { fetch_sync, looks_at_sync } from '../shared/hub.ts';
import { fetch_setup, keep_looking } from '../shared/node.ts';
import { clock_says } from '../shared/node_clock.ts';
import { Start } from './start.tsx';

const client = new Client('desk');

await begin('start.title', <Start client={client} />);
keep_looking(client, async () => {
    const told = await fetch_sync(client);
    // A hub has no set-up, and so no clock of its own but this.
    clock_says(told.now);
    if (told.role === 'clinic') await fetch_setup(client);
}, looks_at_sync(client));
